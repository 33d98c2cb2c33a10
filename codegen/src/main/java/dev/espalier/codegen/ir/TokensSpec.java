package dev.espalier.codegen.ir;

import dev.espalier.dsl.TokenScore;

/**
 * Pruning of the tokens behind an attention as declared; 0 where an element is not given.
 *
 * @param keep tokens of a sample that stay at most
 * @param share of a sample's tokens that stays
 * @param threshold what scores less goes
 * @param score what tokens are ranked by
 * @param learned how the threshold is learned, or null
 */
public record TokensSpec(
    int keep, double share, double threshold, TokenScore score, Learned learned, SourceRef source) {

  /** Without a threshold that is learned. */
  public TokensSpec(int keep, double share, double threshold, TokenScore score, SourceRef source) {
    this(keep, share, threshold, score, null, source);
  }

  /**
   * A threshold that is learned.
   *
   * @param lambda strength of the penalty on what tokens weigh
   * @param temperature how far a score is from the threshold for its token to weigh nearly nothing or nearly 1
   * @param until epochs until the threshold is settled; -1: three quarters of those of training
   */
  public record Learned(double lambda, double temperature, double until) {}
}
