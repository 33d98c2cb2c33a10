package dev.espalier.runtime.policy;

/**
 * The weights of a layer as a matrix: a row a unit or filter, a column an input channel, kernel row and kernel column.
 *
 * @param columns weights of one filter
 * @param kernel weights of one filter and input channel; divides the columns
 * @param convolutionGroups channel groups; divides the rows
 * @param heads which of them belong to each head of attention
 */
public record WeightMatrix(int rows, int columns, int kernel, int convolutionGroups, HeadSide heads) {

  /** Of weights that are no part of attention. */
  public WeightMatrix(int rows, int columns, int kernel, int convolutionGroups) {
    this(rows, columns, kernel, convolutionGroups, HeadSide.NONE);
  }

  /** Rows of what belongs to a head; all where there are none. */
  int headRows() {
    return heads.exists() && heads.rows() ? rows / heads.count() : rows;
  }

  /** Columns of what belongs to a head; all where there are none. */
  int headColumns() {
    return heads.exists() && !heads.rows() ? columns / heads.count() : columns;
  }

  /** Input channels that a row reads. */
  public int channels() {
    return columns / kernel;
  }
}
