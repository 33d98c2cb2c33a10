package dev.espalier.runtime.execution;

/** Numbers that kernels over sequences read and that follow from extents alone. */
public final class SequenceTables {
  private SequenceTables() {}

  /**
   * Vectors of places, {@code [tokens][width]}: {@code sin(t / 10000^(2i / width)) / sqrt(width)} at feature 2i, the
   * cosine at 2i + 1 (Vaswani et al. 2017, section 3.5, where the vectors of tokens are multiplied by the root
   * instead).
   */
  public static float[] sinusoids(int tokens, int width) {
    float[] places = new float[tokens * width];
    for (int t = 0; t < tokens; t++) {
      for (int c = 0; c < width; c++) {
        double angle = t / Math.pow(10_000, (c - c % 2) / (double) width);
        places[t * width + c] = (float) ((c % 2 == 0 ? Math.sin(angle) : Math.cos(angle)) / Math.sqrt(width));
      }
    }
    return places;
  }

  /** {@code [query][key]}: 1 where the key does not come after the query, else 0. */
  public static float[] causal(int tokens) {
    float[] sees = new float[tokens * tokens];
    for (int query = 0; query < tokens; query++) {
      for (int key = 0; key <= query; key++) {
        sees[query * tokens + key] = 1;
      }
    }
    return sees;
  }
}
