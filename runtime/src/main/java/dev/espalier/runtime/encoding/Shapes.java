package dev.espalier.runtime.encoding;

import java.util.BitSet;

/** The rules on shapes and masks that all encodings share. */
final class Shapes {
  private Shapes() {}

  static int length(int rows, int columns) {
    if (!isValid(rows, columns)) {
      throw new IllegalArgumentException("A tensor needs 1 or more rows and columns, and at most " + Integer.MAX_VALUE
          + " values, but " + rows + " x " + columns + " was given.");
    }
    return rows * columns;
  }

  static boolean isValid(int rows, int columns) {
    return rows >= 1 && columns >= 1 && (long) rows * columns <= Integer.MAX_VALUE;
  }

  static void checkMask(BitSet kept, int rows, int columns) {
    int length = length(rows, columns);
    if (kept.length() > length) {
      throw new IllegalArgumentException("The mask keeps position " + (kept.length() - 1) + ", but a " + rows + " x "
          + columns + " tensor has " + length + " values.");
    }
  }

  static void checkValueBits(int valueBits) {
    if (valueBits < 1 || valueBits > Long.SIZE) {
      throw new IllegalArgumentException("A value has 1 to 64 bits, but " + valueBits + " was given.");
    }
  }

  /** Bits that tell {@code choices} apart, ceil(log2 choices): none where there is no choice. */
  static int indexBits(long choices) {
    return Long.SIZE - Long.numberOfLeadingZeros(choices - 1);
  }
}
