package dev.espalier.runtime.criterion;

import dev.espalier.runtime.model.Parameter;

/**
 * The sum of {@code -g w} over the steps of training, g and w being those of the step: positive where the weight moved
 * away from 0 (Sanh, Wolf, Rush: "Movement pruning: adaptive sparsity by fine-tuning", 2020, equation 3 in its hard
 * form, learning rate 1). The sums start at 0 when training starts, or starts anew after a rewinding.
 */
final class Movement implements Criterion {

  @Override
  public void score(Scoring scoring, float[] scores) {
    Parameter weight = scoring.weight();
    float[] sums = scoring.evidence().network(scoring.index()).movement(scoring.index());
    if (sums == null) {
      throw NothingToSeeException.noMovement(scoring.layer().info().name());
    }
    int[] kept = weight.kept();
    for (int k = 0; k < sums.length; k++) {
      scores[kept == null ? k : kept[k]] = sums[k];
    }
  }
}
