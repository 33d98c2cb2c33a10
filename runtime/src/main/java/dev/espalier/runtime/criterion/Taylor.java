package dev.espalier.runtime.criterion;

/**
 * {@code |g w|} with g the mean gradient: the first-order change of the loss when w is set to 0 (Molchanov, Tyree,
 * Karras, Aila, Kautz: "Pruning convolutional neural networks for resource efficient inference", 2017, section 2.2, for
 * single weights).
 */
final class Taylor implements Criterion {

  @Override
  public void score(Scoring scoring, float[] scores) {
    int layer = scoring.index();
    double[] g = scoring.evidence().lossGradients(layer, scoring.options().samples())[layer];
    float[] w = scoring.weight().values();
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) Math.abs(g[i] * w[i]);
    }
  }
}
