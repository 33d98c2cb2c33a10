package dev.espalier.codegen.kernel.lowered;

/** An int computed for addressing. */
public sealed interface Offset {

  /**
   * {@code base + lines * lanes + vectors * STEP + floats}.
   *
   * @param base a name, or null for 0
   * @param lines how many lines further
   * @param vectors how many vectors further; STEP is the floats in a vector, 1 in portable code
   * @param floats how many elements further
   */
  record Sum(String base, int lines, int vectors, int floats) implements Offset {
    static Sum of(int value) {
      return new Sum(null, 0, 0, value);
    }

    static Sum of(String name) {
      return new Sum(name, 0, 0, 0);
    }
  }

  /** {@code base + stride * index}, times the floats in a line if {@code lines}; the base may be null for 0. */
  record Scaled(String base, int stride, String index, boolean lines) implements Offset {}

  /** {@code array[at]} of an INTS buffer. */
  record Element(String array, Sum at) implements Offset {}
}
