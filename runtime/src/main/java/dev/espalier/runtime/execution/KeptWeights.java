package dev.espalier.runtime.execution;

/**
 * The kept weights of a matrix for a training step over them alone: one array of values in row order, which the forward
 * pass reads row by row and the backward pass column by column, and one of gradients.
 *
 * <p>Of a convolution the lists of the backward pass are those of {@link KeptPlaces}. Gradients are summed a bundle of
 * {@value #BUNDLE} weights of a row at a time, for which rows are filled up.
 */
public final class KeptWeights {
  /** Weights whose gradients are summed together: sums enough to hide the latency of adding to one. */
  public static final int BUNDLE = 8;

  private final int[] kept;
  private final int[] rowPointers;
  private final int[] taps;
  private final int[] columnPointers;
  private final int[] columnEntries;
  private final int[] columnTaps;
  private final int[] bundlePointers;
  private final int[] bundleTaps;
  private final float[] values;
  private final float[] gradient;
  private final float[] sums;

  /**
   * Takes in the pattern of a dense layer, in time linear in rows, columns and kept weights.
   *
   * @param kept the row-major indices of the kept weights, ascending
   * @throws IllegalArgumentException when they do not ascend, or one lies outside the matrix
   */
  public KeptWeights(int rows, int columns, int[] kept) {
    this(rows, columns, kept, null);
  }

  /**
   * Takes in the pattern of any layer.
   *
   * @param kept the row-major indices of the kept weights, ascending
   * @param places where a convolution's weights find what they multiply; null for a dense layer
   * @throws IllegalArgumentException when they do not ascend, or one lies outside the matrix
   */
  public KeptWeights(int rows, int columns, int[] kept, KeptPlaces places) {
    this.kept = kept;
    this.rowPointers = new int[rows + 1];
    this.taps = new int[kept.length];
    this.columnPointers = new int[(places == null ? columns : places.lists()) + 1];
    this.columnEntries = new int[kept.length];
    this.columnTaps = new int[kept.length];
    this.values = new float[kept.length];
    this.gradient = new float[kept.length];
    int[] lists = byRows(rows, columns, places);
    byColumns(columns, lists, places);
    this.bundlePointers = new int[rows + 1];
    this.bundleTaps = bundles();
    this.sums = new float[bundleTaps.length];
  }

  /** The column or list of each kept weight; counts them. */
  private int[] byRows(int rows, int width, KeptPlaces places) {
    int[] lists = new int[kept.length];
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
        int column = kept[k] - from;
        taps[k] = places == null ? column : places.tap(row, column);
        lists[k] = places == null ? column : places.list(row, column);
        columnPointers[lists[k] + 1]++;
        k++;
      }
      rowPointers[row + 1] = k;
    }
    if (k < kept.length) {
      throw new IllegalArgumentException("A matrix of " + rows + " x " + width + " has no weight " + kept[k] + ".");
    }
    return lists;
  }

  private void byColumns(int width, int[] lists, KeptPlaces places) {
    for (int list = 1; list < columnPointers.length; list++) {
      columnPointers[list] += columnPointers[list - 1];
    }
    int[] next = columnPointers.clone();
    for (int row = 0; row + 1 < rowPointers.length; row++) {
      for (int k = rowPointers[row]; k < rowPointers[row + 1]; k++) {
        int place = next[lists[k]]++;
        columnEntries[place] = k;
        columnTaps[place] = places == null ? row : places.gradientTap(row, kept[k] - row * width);
      }
    }
  }

  /** Taps row by row, each row filled up with line 0 to whole bundles. */
  private int[] bundles() {
    for (int row = 0; row + 1 < rowPointers.length; row++) {
      bundlePointers[row + 1] = bundlePointers[row] + (rowPointers[row + 1] - rowPointers[row] + BUNDLE - 1) / BUNDLE;
    }
    int[] filled = new int[bundlePointers[bundlePointers.length - 1] * BUNDLE];
    for (int row = 0; row + 1 < rowPointers.length; row++) {
      System.arraycopy(taps, rowPointers[row], filled, bundlePointers[row] * BUNDLE, rowPointers[row + 1] - rowPointers[row]);
    }
    return filled;
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

  /** The line that each value multiplies: its column, or its tap in the window of a convolution. */
  public int[] taps() {
    return taps;
  }

  /** Where the entries of each column, or list of a convolution, begin, and the end of the last. */
  public int[] columnPointers() {
    return columnPointers;
  }

  /** Column by column, the place of each kept value in row order. */
  public int[] columnEntries() {
    return columnEntries;
  }

  /** Column by column, the line of the result's gradient that each kept value multiplies: its row, or its tap there. */
  public int[] columnTaps() {
    return columnTaps;
  }

  /** Where each row's bundles begin, and the end of the last. */
  public int[] bundlePointers() {
    return bundlePointers;
  }

  /** The tap of each weight of each bundle. */
  public int[] bundleTaps() {
    return bundleTaps;
  }

  /** Where kernels put gradients, which {@link #settle} makes {@link #gradient}: bundle by bundle. */
  public float[] sums() {
    return sums;
  }

  /** The most sums that a matrix can have. */
  public static int mostSums(int rows, int columns) {
    return Math.multiplyExact(rows, Math.ceilDiv(columns, BUNDLE) * BUNDLE);
  }

  /** Makes {@link #sums} of some rows the gradients. */
  public void settle(int from, int to) {
    for (int row = from; row < to; row++) {
      System.arraycopy(
          sums, bundlePointers[row] * BUNDLE, gradient, rowPointers[row], rowPointers[row + 1] - rowPointers[row]);
    }
  }

  /** The gradient of each kept value, in row order. */
  public float[] gradient() {
    return gradient;
  }
}
