package dev.espalier.runtime.execution;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What is left dense when whole rows and input channels are gone: rows that are computed, in strips of a few that share
 * the channels that they read, each channel with all taps of its kernel. A line of the input is loaded once for all rows
 * of a strip, and the weights of a strip lie in the order in which they are used. A weight that only some rows of a
 * strip keep stands as zeros in the others, so that the form is right for every mask and good for those.
 *
 * <p>Strip s, of {@code strips[0]} to {@code strips[1] - 1}, computes rows {@code order[R s] .. order[R s + R - 1]};
 * where the rows of a group are no multiple of R, some are computed twice. The strip reads the channels whose first
 * lines are {@code taps[pointers[s]] .. taps[pointers[s + 1] - 1]}, counted from that of channel 0; entry k has the
 * values {@code values[(K k + t) R + i]} of tap t of K and row i.
 *
 * <p>All is checked when it is built: whatever the weights of a file were, no kernel can be led out of the slab.
 */
public final class CompactForm implements ExecutionForm {
  /** Rows of a strip at most: with two vectors of lanes the tile of a dense product. */
  private static final int HIGHEST = 6;

  /**
   * The same where an entry is one weight a row, so that entries go two at a time under two vectors of lanes: one
   * method holds that for four rows, and not for six. Fewer rows are computed twice, too.
   */
  private static final int HIGHEST_OF_ONE_TAP = 4;

  private final int[] strips;
  private final int[] order;
  private final int[] pointers;
  private final Taps taps;
  private final float[] values;

  private CompactForm(int[] order, int[] pointers, int[] taps, float[] values) {
    this.strips = new int[] {0, pointers.length - 1};
    this.order = order;
    this.pointers = pointers;
    this.taps = new Taps(taps);
    this.values = values;
  }

  /** Rows of a strip: rows of one group of a convolution share their input, those of several do not. */
  public static int height(WeightGeometry geometry) {
    boolean oneTap = geometry.kernelHeight() * geometry.kernelWidth() == 1;
    return Math.min(oneTap ? HIGHEST_OF_ONE_TAP : HIGHEST, geometry.filters() / geometry.groups());
  }

  /**
   * Packs a layer.
   *
   * @param input where the inference slab holds the layer's input; its halo is at least the geometry's padding
   * @param weights row-major
   * @param kept a set bit where a weight is kept
   * @param rows the rows that are computed
   * @throws IllegalArgumentException when sizes disagree
   */
  public static CompactForm of(
      WeightGeometry geometry, Layout input, float[] weights, BitSet kept, BitSet rows) {
    DenseForm.requireMask(geometry, weights, kept);
    RowForm.requireInput(geometry, input);
    if (rows.length() > geometry.rows()) {
      throw new IllegalArgumentException(
          "The layer has " + geometry.rows() + " rows, and row " + (rows.length() - 1) + " is to be computed.");
    }
    int height = height(geometry);
    int area = geometry.kernelHeight() * geometry.kernelWidth();
    List<int[]> strips = strips(geometry, kept, rows, height);
    int[] order = strips.stream().flatMapToInt(Arrays::stream).toArray();
    int[] pointers = new int[strips.size() + 1];
    List<BitSet> read = new ArrayList<>();
    for (int s = 0; s < strips.size(); s++) {
      BitSet channels = new BitSet();
      for (int row : strips.get(s)) {
        int end = (row + 1) * geometry.columns();
        for (int at = kept.nextSetBit(row * geometry.columns()); at >= 0 && at < end; at = kept.nextSetBit(at + 1)) {
          channels.set(at % geometry.columns() / area);
        }
      }
      if (isDepthwise(geometry)) {
        channels.set(0);
      }
      read.add(channels);
      pointers[s + 1] = pointers[s] + channels.cardinality();
    }
    int[] taps = new int[pointers[strips.size()]];
    float[] values = new float[Math.multiplyExact(Math.multiplyExact(taps.length, area), height)];
    int next = 0;
    for (int s = 0; s < strips.size(); s++) {
      int[] of = strips.get(s);
      int group = of[0] / (geometry.filters() / geometry.groups());
      BitSet channels = read.get(s);
      for (int c = channels.nextSetBit(0); c >= 0; c = channels.nextSetBit(c + 1)) {
        taps[next] = (group * (geometry.channels() / geometry.groups()) + c) * input.planeLines();
        for (int tap = 0; tap < area; tap++) {
          for (int i = 0; i < height; i++) {
            values[(next * area + tap) * height + i] = weights[of[i] * geometry.columns() + c * area + tap];
          }
        }
        next++;
      }
    }
    return new CompactForm(order, pointers, taps, values);
  }

  /** Each row reads the one channel of its group, whatever is kept: kernels need not ask. */
  private static boolean isDepthwise(WeightGeometry geometry) {
    return geometry.groups() > 1 && geometry.filters() == geometry.groups() && geometry.channels() == geometry.groups();
  }

  /** Rows that read something before rows that are constant, group by group. */
  private static List<int[]> strips(WeightGeometry geometry, BitSet kept, BitSet rows, int height) {
    int perGroup = geometry.filters() / geometry.groups();
    List<int[]> strips = new ArrayList<>();
    for (int group = 0; group < geometry.groups(); group++) {
      List<Integer> reading = new ArrayList<>();
      List<Integer> constant = new ArrayList<>();
      int end = (group + 1) * perGroup;
      for (int row = rows.nextSetBit(group * perGroup); row >= 0 && row < end; row = rows.nextSetBit(row + 1)) {
        int first = kept.nextSetBit(row * geometry.columns());
        (first >= 0 && first < (row + 1) * geometry.columns() ? reading : constant).add(row);
      }
      cut(reading, height, strips);
      cut(constant, height, strips);
    }
    return strips;
  }

  private static void cut(List<Integer> rows, int height, List<int[]> strips) {
    for (int first = 0; first < rows.size(); first += height) {
      int from = Math.max(0, Math.min(first, rows.size() - height));
      int[] strip = new int[height];
      for (int i = 0; i < height; i++) {
        strip[i] = rows.get(Math.min(from + i, rows.size() - 1));
      }
      strips.add(strip);
    }
  }

  /** 0 and the number of strips. */
  public int[] strips() {
    return strips;
  }

  /** Which row each place computes: R places a strip. */
  public int[] order() {
    return order;
  }

  /** Where the channels of each strip begin; one more than there are strips. */
  public int[] pointers() {
    return pointers;
  }

  /** The first line of each channel, relative to that of channel 0. */
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

  /** R values for each tap of an entry. */
  public float[] values() {
    return values;
  }

  @Override
  public String label() {
    return "compacted dense";
  }

  @Override
  public int weightsRead() {
    return values.length;
  }

  @Override
  public long bytes() {
    return (long) Integer.BYTES * (strips.length + order.length + pointers.length + taps().length)
        + (long) Float.BYTES * values.length;
  }

  @Override
  public void prepare(int lanes) {
    taps.floats(lanes);
  }
}
