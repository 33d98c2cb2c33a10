package dev.espalier.runtime.criterion;

import dev.espalier.runtime.random.Randomness;

/**
 * Uniform in [0, 1) at random: the control that any claim is compared with. A group is as likely to go as any other,
 * however many weights it has. The scores follow from the run's seed, the layer and the step alone.
 */
public final class UniformRandom implements Criterion {

  private static final long PURPOSE = Randomness.purpose("random criterion");

  @Override
  public void score(Scoring scoring, float[] scores) {
    Evidence evidence = scoring.evidence();
    Randomness random = Randomness.stream(evidence.seed(), PURPOSE + scoring.index(), evidence.step());
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.nextFloat();
    }
  }

  @Override
  public OfGroup ofGroup() {
    return OfGroup.FIRST;
  }
}
