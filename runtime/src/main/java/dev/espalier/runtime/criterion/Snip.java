package dev.espalier.runtime.criterion;

import dev.espalier.runtime.policy.PrunePolicy;

/**
 * Connection sensitivity, {@code |g w| / sum |g w|}, the sum being over the kept weights of all layers that are scored
 * so (Lee, Ajanthan, Torr: "SNIP: single-shot network pruning based on connection sensitivity", 2019, equation 6).
 */
final class Snip implements Criterion {

  @Override
  public void score(Scoring scoring, float[] scores) {
    Evidence evidence = scoring.evidence();
    double[][] gradients = evidence.lossGradients(scoring.index(), scoring.options().samples());
    double sum = 0;
    for (int l = 0; l < gradients.length; l++) {
      if (isScoredSo(evidence, l)) {
        float[] w = evidence.layers().get(l).weight().values();
        for (int i = 0; i < w.length; i++) {
          sum += evidence.keeps(l, i) ? Math.abs(gradients[l][i] * w[i]) : 0;
        }
      }
    }
    double[] g = gradients[scoring.index()];
    float[] w = scoring.weight().values();
    for (int i = 0; i < scores.length; i++) {
      scores[i] = sum == 0 ? 0 : (float) (Math.abs(g[i] * w[i]) / sum);
    }
  }

  private static boolean isScoredSo(Evidence evidence, int layer) {
    PrunePolicy policy = evidence.layers().get(layer).info().policy();
    return policy != null
        && policy.criterion() == dev.espalier.dsl.Criterion.SNIP
        && policy.scoring().scorer() == null;
  }
}
