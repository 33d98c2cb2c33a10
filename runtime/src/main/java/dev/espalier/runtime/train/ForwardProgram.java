package dev.espalier.runtime.train;

/**
 * The forward pass of the training program: from the inputs' lines to the output's, for all lanes. Does not allocate.
 */
@FunctionalInterface
public interface ForwardProgram {

  /**
   * Computes every value of the network.
   *
   * @param slab holds the values, {@code [line][lane]}
   * @param base address of line 0, lane 0
   * @param lanes floats in a line, a multiple of 16
   */
  void forward(float[] slab, int base, int lanes);
}
