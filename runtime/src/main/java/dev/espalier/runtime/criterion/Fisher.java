package dev.espalier.runtime.criterion;

/**
 * {@code h w^2 / 2}: the change of the loss to second order when w is set to 0, its gradient taken as 0, as it is on a
 * trained network, and the diagonal of its Hessian as that of the empirical Fisher matrix, {@code h = mean of g_s^2}
 * over samples s (LeCun, Denker, Solla: "Optimal brain damage", 1990, equation 5; Theis, Korshunova, Tejani, Huszar:
 * "Faster gaze prediction with dense networks and Fisher pruning", 2018, section 2.2).
 */
final class Fisher implements Criterion {

  @Override
  public void score(Scoring scoring, float[] scores) {
    int layer = scoring.index();
    double[] h = scoring.evidence().fisher(layer, scoring.options().samples())[layer];
    float[] w = scoring.weight().values();
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) (h[i] * w[i] * w[i] / 2);
    }
  }
}
