package dev.espalier.runtime.train;

/**
 * The backward pass of the training program: from the lines of the output's gradient to the gradients of all parameters,
 * which it overwrites with the sums over the lanes. Runs after the forward pass over the same lanes, whose values it may
 * write over where it is through with them. Does not allocate.
 */
@FunctionalInterface
public interface BackwardProgram {

  /**
   * Computes every gradient of the network.
   *
   * @param slab holds the values of the forward pass and the gradient of the output, {@code [line][lane]}
   * @param base address of line 0, lane 0
   * @param lanes floats in a line, a multiple of 16
   */
  void backward(float[] slab, int base, int lanes);
}
