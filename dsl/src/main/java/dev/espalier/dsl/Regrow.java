package dev.espalier.dsl;

/** Which groups the DYNAMIC schedule takes in for those that it drops. */
public enum Regrow {
  /** Uniformly random ones; the share of groups that is exchanged stays the same (SET: Mocanu 2018). */
  RANDOM,
  /**
   * Those with the largest absolute gradient; the share decays along half a cosine, to 0 at {@code to} (RigL: Evci
   * 2020).
   */
  GRADIENT
}
