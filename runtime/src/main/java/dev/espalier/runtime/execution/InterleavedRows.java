package dev.espalier.runtime.execution;

import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Kept weights in groups of four rows, one weight of each row after the other, so that four sums are under way at a
 * time and
 * none waits for its last addition: sliced ELLPACK (SELL-C-sigma: Kreutzer, Hager, Wellein, Fehske, Bishop 2014), C =
 * 4, sigma
 * all rows. Rows of a group have about as many weights, for they are sorted by that; shorter ones are filled up with
 * zeros
 * times a weightless read of the input's first value.
 */
final class InterleavedRows {
  private static final int GROUP = 4;

  private final int rows;
  private final int[] order;
  private final int[] ends;
  private final int[] taps;
  private final float[] values;

  private InterleavedRows(int rows, int[] order, int[] ends, int[] taps, float[] values) {
    this.rows = rows;
    this.order = order;
    this.ends = ends;
    this.taps = taps;
    this.values = values;
  }

  static InterleavedRows of(int rows, int columns, float[] weights, BitSet kept) {
    int[] counts = new int[rows];
    kept.stream().forEach(at -> counts[at / columns]++);
    int[] order = IntStream.range(0, rows).boxed()
        .sorted(Comparator.comparingInt((Integer r) -> -counts[r]).thenComparing(r -> r))
        .mapToInt(Integer::intValue).toArray();
    int[] ends = new int[(rows + GROUP - 1) / GROUP];
    int total = 0;
    for (int g = 0; g < ends.length; g++) {
      total = Math.addExact(total, Math.multiplyExact(GROUP, counts[order[GROUP * g]]));
      ends[g] = total;
    }
    int[] taps = new int[total];
    float[] values = new float[total];
    for (int place = 0; place < rows; place++) {
      int row = order[place];
      int next = (place < GROUP ? 0 : ends[place / GROUP - 1]) + place % GROUP;
      int end = (row + 1) * columns;
      for (int at = kept.nextSetBit(row * columns); at >= 0 && at < end; at = kept.nextSetBit(at + 1)) {
        taps[next] = at - row * columns;
        values[next] = weights[at];
        next += GROUP;
      }
    }
    return new InterleavedRows(rows, order, ends, taps, values);
  }

  void multiply(float[] slab, int x, int y, float[] bias) {
    int[] lines = taps;
    float[] w = values;
    int k = 0;
    for (int g = 0; g < ends.length; g++) {
      float first = 0;
      float second = 0;
      float third = 0;
      float fourth = 0;
      for (int end = ends[g]; k < end; k += GROUP) {
        first += w[k] * slab[x + lines[k]];
        second += w[k + 1] * slab[x + lines[k + 1]];
        third += w[k + 2] * slab[x + lines[k + 2]];
        fourth += w[k + 3] * slab[x + lines[k + 3]];
      }
      int place = GROUP * g;
      store(slab, y, bias, place, first);
      store(slab, y, bias, place + 1, second);
      store(slab, y, bias, place + 2, third);
      store(slab, y, bias, place + 3, fourth);
    }
  }

  private void store(float[] slab, int y, float[] bias, int place, float sum) {
    if (place < rows) {
      int row = order[place];
      slab[y + row] = bias == null ? sum : sum + bias[row];
    }
  }

  long bytes() {
    return (long) Integer.BYTES * (order.length + ends.length + taps.length) + (long) Float.BYTES * values.length;
  }
}
