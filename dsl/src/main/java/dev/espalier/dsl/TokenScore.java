package dev.espalier.dsl;

/** What decides which tokens leave the sequence at a {@link PruneTokens}. */
public enum TokenScore {
  /**
   * The attention that a token receives, averaged over heads and queries: {@code s(x_i) = 1 / (N_h n) sum_h sum_j A_h(x_i,
   * x_j)} over the n tokens of the sample (Kim et al. 2022, section 3.2; Wang, Zhang, Han 2021, section III-A). All scores of
   * a sample add up to 1; a head that is pruned counts as one that attends to all tokens alike.
   */
  ATTENTION,
  /**
   * The control that any claim is compared with: a pseudo-random order that depends on the number of tokens of the sample
   * and on the place of each alone.
   */
  RANDOM
}
