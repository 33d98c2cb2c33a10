package dev.espalier.runtime.criterion;

import dev.espalier.runtime.mask.Mask;
import java.util.Optional;

/**
 * {@code w^2 / (2 [F^-1]_ii)}: the least change of the loss to second order when w is set to 0 and the other weights
 * are updated to make up for it (Hassibi, Stork: "Second order derivatives for network pruning: optimal brain surgeon",
 * 1993, equation 5). The Hessian is taken as the empirical Fisher matrix {@code F = d I + mean of g_s g_s^T} with
 * damping d, in blocks of consecutive kept weights (Singh, Alistarh: "WoodFisher: efficient second-order approximation
 * for neural network compression", 2020, section 3).
 *
 * <p>The update sets all weights of a block that go at once to 0: {@code -F^-1 E (E^T F^-1 E)^-1 w} with E their
 * columns, where WoodFisher adds up the updates for single ones.
 *
 * <p>Blocks of b take {@code 8 b} bytes a kept weight while a pruning lasts, and at most {@code b^2} multiply-adds a
 * block and sample.
 */
final class OptimalBrainSurgeon implements Criterion {

  private InverseFisher[] blocks;

  @Override
  public void score(Scoring scoring, float[] scores) {
    float[] w = scoring.weight().values();
    int[] kept = scoring.mask().keptIndices();
    blocks = InverseFisher.blocks(kept, scoring.options().fisherBlock(), scoring.options().damping());
    SampledNetwork network = scoring.evidence().network(scoring.index());
    int samples = scoring.options().samples();
    int records = network.records(samples);
    network.eachLossGradient(samples, scoring.evidence().step(), () -> {
      for (InverseFisher block : blocks) {
        block.add(scoring.weight().gradient(), records);
      }
    });
    for (InverseFisher block : blocks) {
      block.score(w, scores);
    }
  }

  @Override
  public Optional<float[]> compensation(Scoring scoring, Mask after) {
    float[] w = scoring.weight().values().clone();
    for (InverseFisher block : blocks) {
      block.compensate(w, after);
    }
    return Optional.of(w);
  }
}
