package dev.espalier.runtime.criterion;

/**
 * {@code I_h}, the mean over samples of the absolute derivative of the loss by the mask variable of head h (Michel,
 * Levy, Neubig: "Are sixteen heads really better than one?", 2019, section 4.1). A head's score stands at the first of
 * its weights in the projection, and queries, keys and values add nothing, so that the sum over all that goes with a
 * head is I_h itself.
 */
final class HeadGate implements Criterion {

  @Override
  public void score(Scoring scoring, float[] scores) {
    int layer = scoring.index();
    double[] importance = scoring.evidence().headImportance(layer, scoring.options().samples())[layer];
    for (int head = 0; importance != null && head < importance.length; head++) {
      scores[head * (scoring.weight().columns() / importance.length)] = (float) importance[head];
    }
  }
}
