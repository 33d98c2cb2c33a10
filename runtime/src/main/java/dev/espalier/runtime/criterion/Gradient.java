package dev.espalier.runtime.criterion;

/** The absolute mean gradient of the training loss: how much the loss feels the weight. */
final class Gradient implements Criterion {

  @Override
  public void score(Scoring scoring, float[] scores) {
    int layer = scoring.index();
    double[] g = scoring.evidence().lossGradients(layer, scoring.options().samples())[layer];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) Math.abs(g[i]);
    }
  }
}
