package dev.espalier.codegen.emit;

import dev.espalier.runtime.random.Randomness;
import java.util.Arrays;

/** Sentences and images of tests, each from its seed. */
final class DrawnSamples {

  private DrawnSamples() {}

  /** So many word numbers below {@code words}, and -1 in the other places. */
  static float[] sentence(int length, int places, int words, long seed) {
    Randomness random = Randomness.stream(seed, "sentence", 0);
    float[] ids = new float[places];
    Arrays.fill(ids, -1);
    for (int t = 0; t < length; t++) {
      ids[t] = random.nextInt(words);
    }
    return ids;
  }

  /** Values from -1 to 1. */
  static float[] image(int pixels, long seed) {
    Randomness random = Randomness.stream(seed, "image", 0);
    float[] values = new float[pixels];
    for (int i = 0; i < pixels; i++) {
      values[i] = random.nextFloat(-1, 1);
    }
    return values;
  }
}
