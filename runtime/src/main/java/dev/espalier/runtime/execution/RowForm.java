package dev.espalier.runtime.execution;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.BitSet;
import java.util.Objects;

/**
 * The kept weights alone, row by row: compressed sparse rows whose column indices are already lines of the layer's
 * input.
 *
 * <p>The kept values of row r are {@code values[pointers[r]] .. values[pointers[r + 1] - 1]}. Beside each stands its
 * tap: the line that it multiplies, relative to the first line of the window. For a dense layer the window is the whole
 * input and the tap the column; for a convolution the window of output (y, x) begins at line
 * {@code layout.line(0, y * strideHeight - padHeight, x * strideWidth - padWidth)} of the input, and the tap of weight
 * (channel c of group g, ky, kx) is the distance of channel {@code g * channels / groups + c}, row ky, column kx from
 * there.
 *
 * <p>Rows may be cut into blocks of columns. Blocks follow each other in {@code taps} and {@code values}, and each has
 * row pointers of its own.
 *
 * <p>All is checked when it is built: whatever the weights of a file were, no kernel can be led out of the slab.
 */
public final class RowForm implements ExecutionForm {
  /**
   * Columns of a block: the lines of so many, 80 lanes wide, fill a first cache level of 32 KB. Measured on 512 x 512
   * weights of which 10 to 20 % are kept, 64 to 171 columns: 103 were fastest, 86 and 128 within 10 %.
   */
  public static final int BLOCK_COLUMNS = 104;

  /**
   * The same where {@value #FULL} of the weights or more are kept: short blocks leave room for the weights' own stream.
   */
  public static final int FULL_BLOCK_COLUMNS = 64;

  private static final double FULL = 0.35;

  /** Rows up to this long are not cut. */
  private static final int WHOLE_COLUMNS = 128;

  private final int[][] pointers;
  private final Taps taps;
  private final float[] values;

  private RowForm(int[][] pointers, int[] taps, float[] values) {
    this.pointers = pointers;
    this.taps = new Taps(taps);
    this.values = values;
  }

  /**
   * Packs the kept weights of a layer.
   *
   * @param input where the inference slab holds the layer's input; its halo is at least the geometry's padding
   * @param weights row-major
   * @param kept a set bit where a weight is kept
   * @throws IllegalArgumentException when sizes disagree
   */
  public static RowForm of(WeightGeometry geometry, Layout input, float[] weights, BitSet kept) {
    return packed(geometry, input, weights, kept, 1);
  }

  /**
   * The same in blocks of columns, as equal as can be: all rows of one block before the next, so that a block's lines
   * of the input are read from the first cache level by every row but the first. A block has at most
   * {@value #BLOCK_COLUMNS} columns, or {@value #FULL_BLOCK_COLUMNS} where many weights are kept.
   *
   * @throws IllegalArgumentException when sizes disagree, or the layer takes no blocks
   */
  public static RowForm inBlocks(WeightGeometry geometry, Layout input, float[] weights, BitSet kept) {
    if (!takesBlocks(geometry)) {
      throw new IllegalArgumentException("Rows are cut into blocks of columns in dense layers with more than "
          + WHOLE_COLUMNS + " columns, and this one has " + geometry.columns() + " columns and "
          + geometry.outHeight() * geometry.outWidth() + " positions.");
    }
    return packed(geometry, input, weights, kept, blocks(geometry, kept.cardinality()));
  }

  /** How many blocks the rows of a layer with so many kept weights are cut into. */
  static int blocks(WeightGeometry geometry, int kept) {
    int most = kept < FULL * geometry.size() ? BLOCK_COLUMNS : FULL_BLOCK_COLUMNS;
    return (geometry.columns() + most - 1) / most;
  }

  /** Whether a layer has kernels for blocks: a dense one with more columns than a first cache level holds lines. */
  public static boolean takesBlocks(WeightGeometry geometry) {
    return geometry.equals(WeightGeometry.dense(geometry.filters(), geometry.channels(), geometry.bias()))
        && geometry.columns() > WHOLE_COLUMNS;
  }

  private static RowForm packed(WeightGeometry geometry, Layout input, float[] weights, BitSet kept, int blocks) {
    DenseForm.requireMask(geometry, weights, kept);
    requireInput(geometry, input);
    int rows = geometry.rows();
    int columns = geometry.columns();
    int count = kept.cardinality();
    int[][] pointers = new int[blocks][rows + 1];
    int[] taps = new int[count];
    float[] values = new float[count];
    int next = 0;
    for (int block = 0; block < blocks; block++) {
      int from = (int) ((long) columns * block / blocks);
      int to = (int) ((long) columns * (block + 1) / blocks);
      for (int row = 0; row < rows; row++) {
        pointers[block][row] = next;
        int end = row * columns + to;
        for (int at = kept.nextSetBit(row * columns + from); at >= 0 && at < end; at = kept.nextSetBit(at + 1)) {
          taps[next] = tap(geometry, input, row, at - row * columns);
          values[next] = weights[at];
          next++;
        }
      }
      pointers[block][rows] = next;
    }
    requireTaps(taps, window(geometry, input));
    return new RowForm(pointers, taps, values);
  }

  /**
   * Takes the arrays as they are, after checking them.
   *
   * @param rows rows of the weight matrix
   * @param window lines of a window: every tap is below it
   * @throws IllegalArgumentException naming the first entry that breaks a rule
   */
  public static RowForm checked(int[] pointers, int[] taps, float[] values, int rows, int window) {
    if (taps.length != values.length) {
      throw new IllegalArgumentException(
          "Every kept value has one tap, but there are " + values.length + " values and " + taps.length + " taps.");
    }
    if (pointers.length != rows + 1 || pointers[0] != 0 || pointers[rows] != values.length) {
      throw new IllegalArgumentException("Row pointers are " + (rows + 1) + " numbers from 0 to " + values.length
          + ", but there are " + pointers.length + (pointers.length == 0 ? "" : " from " + pointers[0] + " to "
          + pointers[pointers.length - 1]) + ".");
    }
    for (int row = 0; row < rows; row++) {
      if (pointers[row] > pointers[row + 1]) {
        throw new IllegalArgumentException("Row pointers ascend, but row " + row + " begins at " + pointers[row]
            + " and the next at " + pointers[row + 1] + ".");
      }
    }
    requireTaps(taps, window);
    return new RowForm(new int[][] {pointers}, taps, values);
  }

  private static void requireTaps(int[] taps, int window) {
    for (int i = 0; i < taps.length; i++) {
      if (taps[i] < 0 || taps[i] >= window) {
        throw new IllegalArgumentException(
            "A tap is a line of the window, 0 to " + (window - 1) + ", but tap " + i + " is " + taps[i] + ".");
      }
    }
  }

  static void requireInput(WeightGeometry geometry, Layout input) {
    Objects.requireNonNull(input, "input");
    if (input.channels() != geometry.channels()
        || input.height() != geometry.height()
        || input.width() != geometry.width()
        || input.padHeight() < geometry.padHeight()
        || input.padWidth() < geometry.padWidth()) {
      throw new IllegalArgumentException("The layer reads " + geometry.channels() + " x " + geometry.height() + " x "
          + geometry.width() + " with a padding of " + geometry.padHeight() + " x " + geometry.padWidth()
          + ", but its input lies as " + input + ".");
    }
  }

  static int tap(WeightGeometry geometry, Layout input, int row, int column) {
    int group = row / (geometry.filters() / geometry.groups());
    int area = geometry.kernelHeight() * geometry.kernelWidth();
    int channel = group * (geometry.channels() / geometry.groups()) + column / area;
    int ky = column % area / geometry.kernelWidth();
    int kx = column % geometry.kernelWidth();
    return line(geometry, input, channel, ky, kx);
  }

  static int window(WeightGeometry geometry, Layout input) {
    return 1 + line(geometry, input, geometry.channels() - 1, geometry.kernelHeight() - 1, geometry.kernelWidth() - 1);
  }

  // Distances between lines, taken inside the plane where every layout has them.
  private static int line(WeightGeometry geometry, Layout input, int channel, int ky, int kx) {
    int row = ky * geometry.dilationHeight() - geometry.padHeight();
    return input.line(channel, row, kx * geometry.dilationWidth() - geometry.padWidth())
        - input.line(0, -geometry.padHeight(), -geometry.padWidth());
  }

  /** Blocks of columns; 1 where the rows are not cut. */
  public int blocks() {
    return pointers.length;
  }

  /** Where each row of the first block begins; one more than there are rows. */
  public int[] pointers() {
    return pointers[0];
  }

  /** Where each row of a block begins; one more than there are rows. */
  public int[] pointers(int block) {
    return pointers[block];
  }

  /** The line of each kept value, relative to the window's first. */
  public int[] taps() {
    return taps.lines();
  }

  /**
   * Each tap in floats: times the lanes of a slab. Allocates where they are asked for so many lanes for the first
   * time.
   */
  public int[] taps(int lanes) {
    return taps.floats(lanes);
  }

  /** The kept values. */
  public float[] values() {
    return values;
  }

  @Override
  public String label() {
    return blocks() == 1 ? "rows" : "row-blocks";
  }

  @Override
  public int weightsRead() {
    return values.length;
  }

  @Override
  public long bytes() {
    return (long) Integer.BYTES * ((long) pointers.length * pointers[0].length + taps().length)
        + (long) Float.BYTES * values.length;
  }

  @Override
  public void prepare(int lanes) {
    taps.floats(lanes);
  }
}
