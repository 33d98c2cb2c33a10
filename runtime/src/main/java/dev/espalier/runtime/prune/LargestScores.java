package dev.espalier.runtime.prune;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntFunction;

/**
 * The largest of many values by magnitude, in about one pass over them: a sample says above which bound some more than
 * are asked for lie, and only those are ranked (the first step of Floyd, Rivest: "Expected time bounds for selection",
 * 1975).
 */
final class LargestScores {

  private static final int SAMPLE = 4096;

  private final float[] values;
  private final BitSet excluded;
  private final IntFunction<? extends RuntimeException> notANumber;
  private long[] keys;
  private int found;

  private LargestScores(float[] values, BitSet excluded, int room, IntFunction<? extends RuntimeException> notANumber) {
    this.values = values;
    this.excluded = excluded;
    this.notANumber = notANumber;
    this.keys = new long[room];
  }

  /**
   * The indices of the largest values by magnitude; of equal ones the lowest first.
   *
   * @param excluded what does not take part, NaN or not
   * @param count how many, at most as many as take part
   * @param notANumber what is thrown where a value that takes part is NaN, by its index
   */
  static BitSet of(
      float[] values, BitSet excluded, int count, IntFunction<? extends RuntimeException> notANumber) {
    LargestScores scores = new LargestScores(values, excluded, Math.min(values.length, 3 * count + 16), notANumber);
    scores.collect(scores.bound(2 * count));
    if (scores.found < count) {
      scores.collect(0);
    }
    long[] keys = Arrays.copyOf(scores.keys, scores.found);
    Selection.smallestFirst(keys, count);
    BitSet chosen = new BitSet(values.length);
    for (int k = 0; k < count; k++) {
      chosen.set((int) keys[k]);
    }
    return chosen;
  }

  /** A magnitude, as bits, that about so many values reach. */
  private int bound(int wanted) {
    if (values.length < 4 * SAMPLE || wanted > values.length / 2) {
      return 0;
    }
    int[] sample = new int[SAMPLE];
    int taken = 0;
    for (int k = 0; k < SAMPLE; k++) {
      int index = (int) ((long) k * values.length / SAMPLE);
      if (!excluded.get(index)) {
        sample[taken++] = magnitude(index);
      }
    }
    Arrays.sort(sample, 0, taken);
    int above = (int) ((long) wanted * SAMPLE / values.length) + 16;
    return above >= taken ? 0 : sample[taken - above];
  }

  /** A key for each value from the bound on: the larger the value, the smaller; at equal values ascending. */
  private void collect(int bound) {
    found = 0;
    for (int i = 0; i < values.length; i++) {
      int magnitude = magnitude(i);
      if (magnitude >= bound && !excluded.get(i)) {
        if (Float.isNaN(values[i])) {
          throw notANumber.apply(i);
        }
        if (found == keys.length) {
          keys = Arrays.copyOf(keys, Math.min(values.length, 2 * keys.length));
        }
        keys[found++] = ((long) (Integer.MAX_VALUE - magnitude) << 32) | i;
      }
    }
  }

  /** Orders as the magnitude does, NaN last. */
  private int magnitude(int index) {
    return Float.floatToRawIntBits(values[index]) & Integer.MAX_VALUE;
  }
}
