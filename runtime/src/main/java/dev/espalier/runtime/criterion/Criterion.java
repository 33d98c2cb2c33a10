package dev.espalier.runtime.criterion;

/**
 * Scores weights: the lowest scores are pruned first. The score of a group is the sum over its members
 * ({@link dev.espalier.runtime.mask.Grouping#sum}).
 */
public interface Criterion {

  /** The annotation constant that it implements. */
  dev.espalier.dsl.Criterion kind();

  /**
   * Writes the score of every weight; what it writes for pruned weights is not read.
   *
   * @param scores one a weight, row-major
   */
  void score(Scoring scoring, float[] scores);
}
