package dev.espalier.runtime.execution;

/**
 * Keeps the largest values of one sample: what the generated kernel does for lanes of samples, for a slab of one lane.
 * Both halve the same interval as often and keep the same values.
 */
public final class LargestValues {
  /** Halvings of the interval from 0 to the largest magnitude: as many as a float has binary digits. */
  public static final int ROUNDS = 24;

  private static final int MAGNITUDE = 0x7fffffff;

  private LargestValues() {}

  /**
   * Copies what reaches the k-th magnitude and writes 0 for the rest. Magnitudes that differ by less than
   * 2^-{@value #ROUNDS} of the largest are equal, so that more than k may stay. What is no number stays.
   *
   * @param from the first of the values, which lie side by side
   * @param k at least 1
   * @param result the first float of the result's layout, whose halo of {@code padHeight} rows and {@code padWidth}
   *     columns around each plane is not written
   */
  public static void keep(float[] slab, int from, int k, int result, int channels, int height, int width,
      int padHeight, int padWidth) {
    float least = least(slab, from, from + channels * height * width, k);
    int at = from;
    int row = result;
    for (int c = 0; c < channels; c++) {
      row += padHeight * (width + 2 * padWidth);
      for (int y = 0; y < height; y++) {
        int to = row + padWidth;
        for (int x = 0; x < width; x++) {
          float value = slab[at + x];
          slab[to + x] = Math.abs(value) < least ? 0 : value;
        }
        at += width;
        row += width + 2 * padWidth;
      }
      row += padHeight * (width + 2 * padWidth);
    }
  }

  /** A magnitude that k values or more reach, and no larger one but for {@link #ROUNDS} halvings. */
  private static float least(float[] slab, int from, int to, int k) {
    float high = 0;
    for (int i = from; i < to; i++) {
      high = Math.max(high, Math.abs(slab[i]));
    }
    float low = 0;
    for (int round = 0; round < ROUNDS; round++) {
      float middle = (low + high) * 0.5f;
      if (reaching(slab, from, to, Float.floatToRawIntBits(middle)) >= k) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Magnitudes are ordered as their bits are, and whole numbers are added in any order: that is a loop of vectors. */
  private static int reaching(float[] slab, int from, int to, int bits) {
    int fewer = 0;
    for (int i = from; i < to; i++) {
      fewer += ((Float.floatToRawIntBits(slab[i]) & MAGNITUDE) - bits) >>> 31;
    }
    return to - from - fewer;
  }
}
