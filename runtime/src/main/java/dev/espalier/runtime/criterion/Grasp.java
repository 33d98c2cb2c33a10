package dev.espalier.runtime.criterion;

/**
 * {@code w (Hg)}: how much gradient flow {@code |g|^2} the weight carries. Removing it changes the flow by {@code -2 w
 * (Hg)} to first order, so that the weights whose removal lowers it least, or raises it, go first (Wang, Zhang, Grosse:
 * "Picking winning tickets before training by preserving gradient flow", 2020, equation 8, whose score {@code -w Hg} is
 * removed from the top). Scores have either sign. The authors divide the logits by a temperature of 200; here the loss
 * is the network's own.
 */
final class Grasp implements Criterion {

  @Override
  public void score(Scoring scoring, float[] scores) {
    int layer = scoring.index();
    double[] hg = scoring.evidence().hessianGradients(layer, scoring.options().samples())[layer];
    float[] w = scoring.weight().values();
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) (w[i] * hg[i]);
    }
  }
}
