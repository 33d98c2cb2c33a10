package dev.espalier.runtime.criterion;

/**
 * The absolute value of the weight (Han, Pool, Tran, Dally: "Learning both weights and connections for efficient neural
 * networks", 2015, section 3).
 */
public final class Magnitude implements Criterion {

  @Override
  public void score(Scoring scoring, float[] scores) {
    float[] values = scoring.weight().values();
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Math.abs(values[i]);
    }
  }
}
