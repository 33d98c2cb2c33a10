package dev.espalier.runtime.prune;

import java.util.Arrays;

/** Selection in linear time on average (Hoare's FIND, 1961, with the median of three as pivot); the keys differ. */
final class Selection {

  /** Below it, and after this many rounds, sorting what is left is as good. */
  private static final int SMALL = 64;

  private Selection() {}

  /** Reorders the keys: the {@code count} smallest first, in any order, then the smallest of the others. */
  static void smallestFirst(long[] keys, int count) {
    int from = 0;
    int to = keys.length;
    for (int round = 0; round < SMALL && to - from > SMALL && count < keys.length; round++) {
      int split = partition(keys, from, to);
      if (split == count) {
        return;
      }
      if (split < count) {
        from = split + 1;
      } else {
        to = split;
      }
    }
    Arrays.sort(keys, from, to);
  }

  /** Puts a pivot where it belongs, smaller keys before and larger ones after it, and returns where that is. */
  private static int partition(long[] keys, int from, int to) {
    int middle = (from + to) >>> 1;
    long pivot = median(keys[from], keys[middle], keys[to - 1]);
    int place = keys[from] == pivot ? from : keys[middle] == pivot ? middle : to - 1;
    swap(keys, place, to - 1);
    int low = from;
    // Every key is swapped, so that nothing depends on a comparison that cannot be predicted.
    for (int i = from; i < to - 1; i++) {
      long key = keys[i];
      keys[i] = keys[low];
      keys[low] = key;
      low += key < pivot ? 1 : 0;
    }
    swap(keys, low, to - 1);
    return low;
  }

  private static long median(long a, long b, long c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  private static void swap(long[] keys, int i, int j) {
    long key = keys[i];
    keys[i] = keys[j];
    keys[j] = key;
  }
}
