package dev.espalier.runtime.execution;

import dev.espalier.runtime.model.WeightGeometry;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Pairs rows that share many lines: from the fullest row on, each takes the best partner that is left. */
final class RowPairs {
  /** Partners that a row looks at, those nearest to it in fullness; bounds the time of a large layer. */
  private static final int CANDIDATES = 512;

  private RowPairs() {}

  /** All rows, partners side by side; of an odd number the last one left stands at the end. */
  static int[] order(WeightGeometry geometry, BitSet kept) {
    int rows = geometry.rows();
    int columns = geometry.columns();
    BitSet[] masks = new BitSet[rows];
    int[] counts = new int[rows];
    for (int row = 0; row < rows; row++) {
      masks[row] = kept.get(row * columns, (row + 1) * columns);
      counts[row] = masks[row].cardinality();
    }
    long[][] words = IntStream.range(0, rows).mapToObj(row -> masks[row].toLongArray()).toArray(long[][]::new);
    int[] sorted = IntStream.range(0, rows).boxed()
        .sorted(Comparator.comparingInt((Integer r) -> -counts[r]).thenComparing(r -> r))
        .mapToInt(Integer::intValue).toArray();
    BitSet left = new BitSet(rows);
    left.set(0, rows);
    int[] order = new int[rows];
    int next = 0;
    while (!left.isEmpty()) {
      int place = left.nextSetBit(0);
      left.clear(place);
      order[next++] = sorted[place];
      int partner = partner(geometry, words, counts, sorted, place, left);
      if (partner >= 0) {
        left.clear(partner);
        order[next++] = sorted[partner];
      }
    }
    return order;
  }

  /** The place of the partner among the rows that are left; -1 where none is. */
  private static int partner(
      WeightGeometry geometry, long[][] words, int[] counts, int[] sorted, int place, BitSet left) {
    int row = sorted[place];
    int best = -1;
    int most = -1;
    int looked = 0;
    for (int at = left.nextSetBit(place); at >= 0 && looked < CANDIDATES; at = left.nextSetBit(at + 1)) {
      int other = sorted[at];
      if (counts[other] <= most) {
        break;
      }
      int shared = group(geometry, row) == group(geometry, other) ? shared(words[row], words[other]) : 0;
      if (shared > most) {
        most = shared;
        best = at;
      }
      looked++;
    }
    return best;
  }

  private static int shared(long[] a, long[] b) {
    int count = 0;
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      count += Long.bitCount(a[i] & b[i]);
    }
    return count;
  }

  /** The columns that both rows keep, none where they are of different groups and so read different channels. */
  static BitSet common(WeightGeometry geometry, BitSet kept, int first, int second) {
    if (group(geometry, first) != group(geometry, second)) {
      return new BitSet();
    }
    int columns = geometry.columns();
    BitSet common = kept.get(first * columns, (first + 1) * columns);
    common.and(kept.get(second * columns, (second + 1) * columns));
    return common;
  }

  private static int group(WeightGeometry geometry, int row) {
    return row / (geometry.filters() / geometry.groups());
  }
}
