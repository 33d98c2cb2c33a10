package dev.espalier.runtime.encoding;

import dev.espalier.dsl.Encoding;

/**
 * CSR: row pointers, and the column of each value.
 *
 * <p>Bits: {@code nnz * (n + ceil(log2 columns)) + (rows + 1) * ceil(log2(nnz + 1))} bits..
 */
final class CompressedSparseRowEncoding extends CompressedSparseEncoding {

  @Override
  public Encoding kind() {
    return Encoding.CSR;
  }

  @Override
  int lines(int rows, int columns) {
    return rows;
  }

  @Override
  int lineLength(int rows, int columns) {
    return columns;
  }

  @Override
  int position(int row, int column, int columns) {
    return row * columns + column;
  }

  @Override
  String lineName() {
    return "row";
  }
}
