package dev.espalier.runtime.policy;

/**
 * The weights of a layer as a matrix: a row a unit or filter, a column an input channel, kernel row and kernel column.
 *
 * @param columns weights of one filter
 * @param kernel weights of one filter and input channel; divides the columns
 * @param convolutionGroups channel groups; divides the rows
 */
public record WeightMatrix(int rows, int columns, int kernel, int convolutionGroups) {

  /** Input channels that a row reads. */
  public int channels() {
    return columns / kernel;
  }
}
