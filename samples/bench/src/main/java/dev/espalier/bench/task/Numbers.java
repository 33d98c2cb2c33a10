package dev.espalier.bench.task;

import java.util.SplittableRandom;

/** Seeded numbers. */
final class Numbers {

  private Numbers() {}

  /** Numbers of (-1, 1). */
  static float[] uniform(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return numbers;
  }

  /** Whole numbers of [0, bound). */
  static int[] below(int bound, int count, long seed) {
    return new SplittableRandom(seed).ints(count, 0, bound).toArray();
  }
}
