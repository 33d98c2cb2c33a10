package dev.espalier.runtime.policy;

/**
 * How a policy's criterion is taken: the elements of {@link dev.espalier.dsl.Prune} that belong to the criterion.
 *
 * @param samples records of the training set that scores are taken over; 0 takes all
 * @param fisherBlock OBS: consecutive kept weights that make one block of the Fisher matrix
 * @param damping OBS: what is added to its diagonal
 * @param scorer a user's own criterion instead of the enum's; null where there is none
 */
public record ScoringOptions(int samples, int fisherBlock, double damping, ScorerChoice scorer) {

  /** The annotation's defaults. */
  public static final ScoringOptions DEFAULTS = new ScoringOptions(0, 64, 1e-5, null);

  /** The same with another number of samples. */
  public ScoringOptions samples(int newSamples) {
    return new ScoringOptions(newSamples, fisherBlock, damping, scorer);
  }

  /** The same with other blocks of the Fisher matrix. */
  public ScoringOptions fisher(int newBlock, double newDamping) {
    return new ScoringOptions(samples, newBlock, newDamping, scorer);
  }

  /** The same with a user's own criterion. */
  public ScoringOptions scorer(ScorerChoice newScorer) {
    return new ScoringOptions(samples, fisherBlock, damping, newScorer);
  }
}
