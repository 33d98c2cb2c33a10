package dev.espalier.runtime.execution;

/**
 * The kept weights of a matrix for a training step over them alone: one array of values in row order, which the forward
 * pass reads row by row and the backward pass column by column, and one of gradients.
 */
public final class KeptWeights {

  private final int[] kept;
  private final int[] rowPointers;
  private final int[] columns;
  private final int[] columnPointers;
  private final int[] columnEntries;
  private final int[] columnRows;
  private final float[] values;
  private final float[] gradient;

  /**
   * Takes in a pattern, in time linear in rows, columns and kept weights.
   *
   * @param kept the row-major indices of the kept weights, ascending
   * @throws IllegalArgumentException when they do not ascend, or one lies outside the matrix
   */
  public KeptWeights(int rows, int columns, int[] kept) {
    this.kept = kept;
    this.rowPointers = new int[rows + 1];
    this.columns = new int[kept.length];
    this.columnPointers = new int[columns + 1];
    this.columnEntries = new int[kept.length];
    this.columnRows = new int[kept.length];
    this.values = new float[kept.length];
    this.gradient = new float[kept.length];
    byRows(rows, columns);
    byColumns(columns);
  }

  private void byRows(int rows, int width) {
    int k = 0;
    long before = -1;
    for (int row = 0; row < rows; row++) {
      int from = Math.multiplyExact(row, width);
      while (k < kept.length && kept[k] < from + width) {
        if (kept[k] <= before) {
          throw new IllegalArgumentException(
              "Kept weights ascend, and number " + k + " is " + kept[k] + " after " + before + ".");
        }
        before = kept[k];
        columns[k] = kept[k] - from;
        columnPointers[columns[k] + 1]++;
        k++;
      }
      rowPointers[row + 1] = k;
    }
    if (k < kept.length) {
      throw new IllegalArgumentException("A matrix of " + rows + " x " + width + " has no weight " + kept[k] + ".");
    }
  }

  private void byColumns(int width) {
    for (int column = 0; column < width; column++) {
      columnPointers[column + 1] += columnPointers[column];
    }
    int[] next = columnPointers.clone();
    for (int row = 0; row + 1 < rowPointers.length; row++) {
      for (int k = rowPointers[row]; k < rowPointers[row + 1]; k++) {
        int place = next[columns[k]]++;
        columnEntries[place] = k;
        columnRows[place] = row;
      }
    }
  }

  /** Number of kept weights. */
  public int count() {
    return kept.length;
  }

  /** Takes over the values of entries {@code from} to {@code to - 1} from the full matrix. */
  public void gather(float[] weights, int from, int to) {
    for (int k = from; k < to; k++) {
      values[k] = weights[kept[k]];
    }
  }

  /** Kept values in row order. */
  public float[] values() {
    return values;
  }

  /** Where each row's values begin, and the end of the last. */
  public int[] rowPointers() {
    return rowPointers;
  }

  /** The column of each value. */
  public int[] columns() {
    return columns;
  }

  /** Where each column's entries begin, and the end of the last. */
  public int[] columnPointers() {
    return columnPointers;
  }

  /** Column by column, the place of each kept value in row order. */
  public int[] columnEntries() {
    return columnEntries;
  }

  /** Column by column, the row of each kept value. */
  public int[] columnRows() {
    return columnRows;
  }

  /** The gradient of each kept value, in row order. */
  public float[] gradient() {
    return gradient;
  }
}
