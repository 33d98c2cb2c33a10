package dev.espalier.runtime.criterion;

/**
 * The absolute scale of the batch normalisation that alone consumes a filter's map (Liu, Li, Shen, Huang, Yan, Zhang:
 * "Learning efficient convolutional networks through network slimming", 2017, section 3). A filter's score stands at
 * the first of its weights, so that the sum over its group is the scale itself.
 */
public final class NormalizationScale implements Criterion {

  @Override
  public void score(Scoring scoring, float[] scores) {
    float[] scales = scoring.layer().normalizedBy().scale().values();
    int columns = scores.length / scales.length;
    for (int filter = 0; filter < scales.length; filter++) {
      scores[filter * columns] = Math.abs(scales[filter]);
    }
  }
}
