package dev.espalier.runtime.prune;

import java.util.BitSet;

/**
 * The largest of many non-negative scores, in two passes over them: the upper half of a float's bits sorts it into one of
 * 2^15 buckets, and only the bucket that the bound falls into is ranked.
 */
final class LargestScores {

  /** The score of a group that does not take part. */
  static final float NONE = -1;

  private static final int SHIFT = 16;
  private static final int BUCKETS = 1 << 15;

  private LargestScores() {}

  /**
   * The groups with the largest scores; at equal scores the lowest index first.
   *
   * @param scores at least 0, or {@link #NONE}
   * @param count of groups, at most as many as take part
   */
  static BitSet of(float[] scores, int count) {
    BitSet chosen = new BitSet(scores.length);
    if (count == 0) {
      return chosen;
    }
    int[] sizes = new int[BUCKETS];
    for (float score : scores) {
      if (score >= 0) {
        sizes[bucket(score)]++;
      }
    }
    int bound = BUCKETS - 1;
    int above = 0;
    while (above + sizes[bound] < count) {
      above += sizes[bound--];
    }
    long[] keys = new long[sizes[bound]];
    int next = 0;
    for (int g = 0; g < scores.length; g++) {
      if (scores[g] >= 0) {
        int bucket = bucket(scores[g]);
        if (bucket > bound) {
          chosen.set(g);
        } else if (bucket == bound) {
          keys[next++] = ((long) (Integer.MAX_VALUE - bits(scores[g])) << 32) | g;
        }
      }
    }
    Selection.smallestFirst(keys, count - above);
    for (int k = 0; k < count - above; k++) {
      chosen.set((int) keys[k]);
    }
    return chosen;
  }

  private static int bucket(float score) {
    return bits(score) >>> SHIFT;
  }

  /** Orders as the score does; -0 is 0. */
  private static int bits(float score) {
    return Float.floatToRawIntBits(score + 0f);
  }
}
