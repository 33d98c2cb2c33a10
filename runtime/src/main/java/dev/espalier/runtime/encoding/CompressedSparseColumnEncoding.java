package dev.espalier.runtime.encoding;

import dev.espalier.dsl.Encoding;

/**
 * CSC: column pointers, and the row of each value.
 *
 * <p>Bits: {@code nnz * (n + ceil(log2 rows)) + (columns + 1) * ceil(log2(nnz + 1))} bits..
 */
final class CompressedSparseColumnEncoding extends CompressedSparseEncoding {

  @Override
  public Encoding kind() {
    return Encoding.CSC;
  }

  @Override
  int lines(int rows, int columns) {
    return columns;
  }

  @Override
  int lineLength(int rows, int columns) {
    return rows;
  }

  @Override
  int position(int column, int row, int columns) {
    return row * columns + column;
  }

  @Override
  String lineName() {
    return "column";
  }
}
