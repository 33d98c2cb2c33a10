package dev.espalier.runtime.execution;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The kept weights in panels of two rows. A line that both rows of a panel multiply is loaded once for both; what only
 * one of
 * them keeps follows row by row. Rows meet in a panel by how many lines they share. No zero is stored (Sparse Register
 * Tiling, Wilkinson, Cheshmi, Dehnavi, PLDI 2023, with the three patterns of a panel of two).
 *
 * <p>Rows stand in packed order: {@code order[2 p]} and {@code order[2 p + 1]} are the rows of panel p, an odd last
 * one stands
 * alone. Panel p shares {@code sharedTaps[sharedPointers[p]] .. sharedTaps[sharedPointers[p + 1] - 1]}, entry s with
 * the two values
 * {@code sharedValues[2 s]} and {@code sharedValues[2 s + 1]}. Row {@code order[q]} has on top
 * {@code taps[pointers[q]] .. taps[pointers[q + 1] - 1]} with {@code values} beside them. Taps are those of {@link
 * RowForm}.
 *
 * <p>All is checked when it is built: whatever the weights of a file were, no kernel can be led out of the slab.
 */
public final class PanelForm implements ExecutionForm {
  /** Rows of a panel. Two rows of four vectors are the sums that 16 vector registers hold beside their operands. */
  public static final int ROWS = 2;

  private final int[] order;
  private final RowForm shared;
  private final float[] sharedValues;
  private final RowForm own;

  private PanelForm(int[] order, RowForm shared, float[] sharedValues, RowForm own) {
    this.order = order;
    this.shared = shared;
    this.sharedValues = sharedValues;
    this.own = own;
  }

  /**
   * Packs the kept weights of a layer.
   *
   * @param input where the inference slab holds the layer's input; its halo is at least the geometry's padding
   * @param weights row-major
   * @param kept a set bit where a weight is kept
   * @throws IllegalArgumentException when sizes disagree
   */
  public static PanelForm of(WeightGeometry geometry, Layout input, float[] weights, BitSet kept) {
    DenseForm.requireMask(geometry, weights, kept);
    RowForm.requireInput(geometry, input);
    int rows = geometry.rows();
    int columns = geometry.columns();
    int[] order = RowPairs.order(geometry, kept);
    int panels = rows / ROWS;
    BitSet both = new BitSet(geometry.size());
    int[] sharedPointers = new int[panels + 1];
    for (int panel = 0; panel < panels; panel++) {
      BitSet common = RowPairs.common(geometry, kept, order[ROWS * panel], order[ROWS * panel + 1]);
      sharedPointers[panel + 1] = sharedPointers[panel] + common.cardinality();
      for (int row : new int[] {order[ROWS * panel], order[ROWS * panel + 1]}) {
        common.stream().forEach(column -> both.set(row * columns + column));
      }
    }
    int[] sharedTaps = new int[sharedPointers[panels]];
    float[] sharedValues = new float[ROWS * sharedTaps.length];
    int[] pointers = new int[rows + 1];
    int[] taps = new int[kept.cardinality() - sharedValues.length];
    float[] values = new float[taps.length];
    int next = 0;
    for (int place = 0; place < rows; place++) {
      int row = order[place];
      int member = place % ROWS;
      int nextShared = place / ROWS < panels ? sharedPointers[place / ROWS] : 0;
      int end = (row + 1) * columns;
      for (int at = kept.nextSetBit(row * columns); at >= 0 && at < end; at = kept.nextSetBit(at + 1)) {
        int tap = RowForm.tap(geometry, input, row, at - row * columns);
        if (both.get(at)) {
          sharedTaps[nextShared] = tap;
          sharedValues[ROWS * nextShared + member] = weights[at];
          nextShared++;
        } else {
          taps[next] = tap;
          values[next] = weights[at];
          next++;
        }
      }
      pointers[place + 1] = next;
    }
    int window = RowForm.window(geometry, input);
    return checked(order, sharedPointers, sharedTaps, sharedValues, pointers, taps, values, rows, window);
  }

  /**
   * Takes the arrays as they are, after checking them.
   *
   * @param rows rows of the weight matrix
   * @param window lines of a window: every tap is below it
   * @throws IllegalArgumentException naming the first entry that breaks a rule
   */
  public static PanelForm checked(
      int[] order,
      int[] sharedPointers,
      int[] sharedTaps,
      float[] sharedValues,
      int[] pointers,
      int[] taps,
      float[] values,
      int rows,
      int window) {
    BitSet seen = new BitSet(rows);
    for (int row : order) {
      if (row < 0 || row >= rows || seen.get(row)) {
        throw new IllegalArgumentException("The packed order names each of " + rows + " rows once, but it is "
            + Arrays.toString(order) + ".");
      }
      seen.set(row);
    }
    if (order.length != rows) {
      throw new IllegalArgumentException("The packed order has " + order.length + " rows of " + rows + ".");
    }
    if (sharedValues.length != ROWS * sharedTaps.length) {
      throw new IllegalArgumentException("Every shared tap has " + ROWS + " values, but there are " + sharedTaps.length
          + " taps and " + sharedValues.length + " values.");
    }
    RowForm shared = RowForm.checked(sharedPointers, sharedTaps, new float[sharedTaps.length], rows / ROWS, window);
    return new PanelForm(order, shared, sharedValues, RowForm.checked(pointers, taps, values, rows, window));
  }

  /** The rows as they are packed. */
  public int[] order() {
    return order;
  }

  /** Where the shared taps of each panel begin; one more than there are panels. */
  public int[] sharedPointers() {
    return shared.pointers();
  }

  /** The line of each pair of kept values, relative to the window's first. */
  public int[] sharedTaps() {
    return shared.taps();
  }

  /**
   * Each of them in floats: times the lanes of a slab. Allocates where they are asked for so many lanes for the first
   * time.
   */
  public int[] sharedTaps(int lanes) {
    return shared.taps(lanes);
  }

  /** Two for each shared tap: that of the panel's first row, that of its second. */
  public float[] sharedValues() {
    return sharedValues;
  }

  /** Where the weights that a row shares with none begin, by packed order; one more than there are rows. */
  public int[] pointers() {
    return own.pointers();
  }

  /** The line of each of them, relative to the window's first. */
  public int[] taps() {
    return own.taps();
  }

  /**
   * Each of them in floats: times the lanes of a slab. Allocates where they are asked for so many lanes for the first
   * time.
   */
  public int[] taps(int lanes) {
    return own.taps(lanes);
  }

  /** The kept values that stand alone. */
  public float[] values() {
    return own.values();
  }

  /** The share of kept weights that stand in pairs, 0 where none are kept. */
  public double sharedShare() {
    return weightsRead() == 0 ? 0 : (double) sharedValues.length / weightsRead();
  }

  @Override
  public String label() {
    return "panels";
  }

  @Override
  public int weightsRead() {
    return sharedValues.length + own.weightsRead();
  }

  @Override
  public long bytes() {
    return (long) Integer.BYTES * (order.length + sharedPointers().length + sharedTaps().length)
        + (long) Float.BYTES * sharedValues.length + own.bytes();
  }

  @Override
  public void prepare(int lanes) {
    shared.prepare(lanes);
    own.prepare(lanes);
  }
}
