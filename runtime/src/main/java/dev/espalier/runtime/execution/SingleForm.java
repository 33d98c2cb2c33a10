package dev.espalier.runtime.execution;

import java.util.Arrays;

/**
 * The weights of a dense layer as one sample is multiplied by them. With one sample a vector of lanes would hold one
 * value
 * that is wanted, so that a line of the slab is one float here, and the layer's input and result are plain vectors.
 */
public sealed interface SingleForm permits SingleDense, SingleSparse {

  /** What it is called in reports. */
  String label();

  /**
   * {@code y = W x + b}. Allocates nothing.
   *
   * @param slab holds x and y, which do not overlap
   * @param x where the input begins
   * @param y where the result begins
   * @param bias one a row, or null
   */
  void multiply(float[] slab, int x, int y, float[] bias);

  /** Bytes that it occupies in memory. */
  long bytes();

  /** Begins a result with its bias. */
  static void start(float[] slab, int y, int rows, float[] bias) {
    if (bias == null) {
      Arrays.fill(slab, y, y + rows, 0);
    } else {
      System.arraycopy(bias, 0, slab, y, rows);
    }
  }
}
