package dev.espalier.runtime.model;

/** The class that a sample's scores say. */
final class LargestScore {

  private LargestScore() {}

  /** The index of the largest score, the first one at equal scores. */
  static int of(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    return best;
  }
}
