package dev.espalier.samples.reproduce;

import dev.espalier.dsl.Scorer;
import java.util.BitSet;

/** Scores that bring a mask back which another run found: what it kept is worth more than what it pruned. */
final class MaskScore implements Scorer {

  private final BitSet kept;

  MaskScore(BitSet kept) {
    this.kept = kept;
  }

  @Override
  public void score(Weights weights, float[] scores) {
    for (int i = 0; i < scores.length; i++) {
      scores[i] = kept.get(i) ? 1 : 0;
    }
  }
}
