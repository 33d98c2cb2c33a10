package dev.espalier.runtime.criterion;

import dev.espalier.runtime.mask.Mask;
import java.util.Optional;

/**
 * Scores weights: the lowest scores are pruned first. An instance serves one layer in one pruning.
 */
public interface Criterion {

  /** How the scores of what is pruned as one make one score: of the weights of a group, and of groups that are tied. */
  enum OfGroup {
    /** Their sum. */
    SUM,
    /** That of the first: where scores are drawn, a sum would prune small groups first. */
    FIRST
  }

  /**
   * Writes the score of every weight; what it writes for pruned weights is not read.
   *
   * @param scores one a weight, row-major
   */
  void score(Scoring scoring, float[] scores);

  /** How the score of a group comes about. */
  default OfGroup ofGroup() {
    return OfGroup.SUM;
  }

  /** In how many rounds the way to the sparsity is gone, scores being taken anew in each. */
  default int rounds() {
    return 1;
  }

  /**
   * New values of the weights that are left, which make up for those that go; asked for after {@link #score}, while the
   * latter still have their values.
   *
   * @param after what will be kept
   * @return one a weight, what goes not being read; empty where the others stay as they are
   */
  default Optional<float[]> compensation(Scoring scoring, Mask after) {
    return Optional.empty();
  }
}
