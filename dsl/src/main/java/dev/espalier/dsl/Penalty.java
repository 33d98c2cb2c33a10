package dev.espalier.dsl;

/** What the REGULARISED schedule adds to the loss, times its lambda. */
public enum Penalty {
  /** The sum of absolute weights (Tibshirani 1996; Han 2015). */
  L1,
  /**
   * The sum over the policy's groups of the square root of the group's size times its Euclidean norm (Yuan and Lin
   * 2006; Wen 2016): groups shrink as one.
   */
  GROUP_LASSO,
  /**
   * The sum over heads of the probability that a head's hard-concrete gate is not 0, with
   * {@link Criterion#HARD_CONCRETE} (Louizos, Welling, Kingma 2018, equation 12; Voita 2019).
   */
  L0
}
