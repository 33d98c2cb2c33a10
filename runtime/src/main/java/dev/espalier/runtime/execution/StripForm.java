package dev.espalier.runtime.execution;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The kept weights in strips of a few rows that share their columns: a line of the input is loaded once for all rows of
 * a strip, and the weights of a strip lie in the order in which they are used. One form for every mask whose rows
 * agree: blocks of r x c (block compressed sparse rows with the index of a block spelled out for its columns) and N:M
 * shared by rows. A weight that only some rows of a strip keep
 * stands as zeros in the others, so that the form is right for every mask and good for those.
 *
 * <p>Strip s computes rows {@code order[R s] .. order[R s + R - 1]}; where the rows are no
 * multiple of R, the last strip is the last R of them, some a second time. The strip reads {@code taps[pointers[s]] ..
 * taps[pointers[s + 1] - 1]}, entry k with the R values {@code values[R k] .. values[R k + R - 1]}. Taps are those of
 * {@link RowForm}.
 *
 * <p>All is checked when it is built: whatever the weights of a file were, no kernel can be led out of the slab.
 */
public final class StripForm implements ExecutionForm {
  private final int[] order;
  private final int[] pointers;
  private final Taps taps;
  private final float[] values;

  /** Rows that a register tile holds beside the lines that they share, for 16 vector registers. */
  private static final int HIGHEST = 5;

  private StripForm(int[] order, int[] pointers, int[] taps, float[] values) {
    this.order = order;
    this.pointers = pointers;
    this.taps = new Taps(taps);
    this.values = values;
  }

  /**
   * The best rows of a strip where so many neighbouring rows keep the same columns: as many, or the largest number up
   * to 5 that divides them, or 4; 0 where rows do not agree.
   */
  public static int height(int agreeing) {
    if (agreeing < 2) {
      return 0;
    }
    for (int height = HIGHEST; height > 1; height--) {
      if (agreeing % height == 0) {
        return height;
      }
    }
    return HIGHEST - 1;
  }

  /**
   * Neighbouring rows in strips: for blocks, and for N:M shared by neighbouring rows.
   *
   * @param height R, rows of a strip, at least 1
   * @param input where the inference slab holds the layer's input; its halo is at least the geometry's padding
   * @param weights row-major
   * @param kept a set bit where a weight is kept
   * @throws IllegalArgumentException when sizes disagree
   */
  public static StripForm of(
      int height, WeightGeometry geometry, Layout input, float[] weights, BitSet kept) {
    DenseForm.requireMask(geometry, weights, kept);
    RowForm.requireInput(geometry, input);
    if (height < 1 || height > geometry.rows()) {
      throw new IllegalArgumentException("A strip has 1 to " + geometry.rows() + " rows, not " + height + ".");
    }
    int columns = geometry.columns();
    int strips = Math.ceilDiv(geometry.rows(), height);
    int window = RowForm.window(geometry, input);
    int[] order = new int[Math.multiplyExact(strips, height)];
    Arrays.setAll(
        order, place -> Math.min(place / height * height, geometry.rows() - height) + place % height);
    BitSet[] lines = new BitSet[strips];
    int[] pointers = new int[strips + 1];
    for (int strip = 0; strip < strips; strip++) {
      lines[strip] = new BitSet(window);
      for (int row : Arrays.copyOfRange(order, strip * height, (strip + 1) * height)) {
        int end = (row + 1) * columns;
        for (int at = kept.nextSetBit(row * columns); at >= 0 && at < end; at = kept.nextSetBit(at + 1)) {
          lines[strip].set(RowForm.tap(geometry, input, row, at - row * columns));
        }
      }
      pointers[strip + 1] = Math.addExact(pointers[strip], lines[strip].cardinality());
    }
    int[] taps = new int[pointers[strips]];
    float[] values = new float[Math.multiplyExact(taps.length, height)];
    int[] places = new int[window];
    for (int strip = 0; strip < strips; strip++) {
      int next = pointers[strip];
      for (int line = lines[strip].nextSetBit(0); line >= 0; line = lines[strip].nextSetBit(line + 1)) {
        places[line] = next;
        taps[next++] = line;
      }
      for (int place = 0; place < height; place++) {
        int row = order[strip * height + place];
        int end = (row + 1) * columns;
        for (int at = kept.nextSetBit(row * columns); at >= 0 && at < end; at = kept.nextSetBit(at + 1)) {
          values[height * places[RowForm.tap(geometry, input, row, at - row * columns)] + place] = weights[at];
        }
      }
    }
    return checked(order, pointers, taps, values, geometry.rows(), window);
  }

  /**
   * Takes the arrays as they are, after checking them.
   *
   * @param rows rows of the weight matrix
   * @param window lines of a window: every tap is below it
   * @throws IllegalArgumentException naming the first entry that breaks a rule
   */
  public static StripForm checked(
      int[] order, int[] pointers, int[] taps, float[] values, int rows, int window) {
    int strips = pointers.length - 1;
    if (strips < 1 || order.length % strips != 0 || (long) taps.length * (order.length / strips) != values.length) {
      throw new IllegalArgumentException("A strip has as many values for each tap as rows, but there are "
          + order.length + " rows in " + strips + " strips, " + taps.length + " taps and " + values.length
          + " values.");
    }
    BitSet computed = new BitSet(rows);
    for (int row : order) {
      if (row < 0 || row >= rows) {
        throw new IllegalArgumentException("Rows are 0 to " + (rows - 1) + ", but a strip computes row " + row + ".");
      }
      computed.set(row);
    }
    if (computed.cardinality() != rows) {
      throw new IllegalArgumentException(
          "Every row is computed, but row " + computed.nextClearBit(0) + " stands in no strip.");
    }
    RowForm.checked(pointers, taps, new float[taps.length], strips, window);
    return new StripForm(order, pointers, taps, values);
  }

  /** Which row each place computes: R places a strip. */
  public int[] order() {
    return order;
  }

  /** Where the taps of each strip begin; one more than there are strips. */
  public int[] pointers() {
    return pointers;
  }

  /** The line of each entry, relative to the window's first. */
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

  /** R values an entry. */
  public float[] values() {
    return values;
  }

  @Override
  public String label() {
    return "strips";
  }

  @Override
  public int weightsRead() {
    return values.length;
  }

  @Override
  public long bytes() {
    return (long) Integer.BYTES * (order.length + pointers.length + taps().length) + (long) Float.BYTES * values.length;
  }

  @Override
  public void prepare(int lanes) {
    taps.floats(lanes);
  }
}
