package dev.espalier.dsl;

/** When pruning happens. */
public enum ScheduleKind {
  /**
   * Once, at the end of epoch {@code from}; the epochs after it are fine-tuning. Without {@code from}, after the last
   * epoch.
   */
  ONE_SHOT,
  /** Train, prune a share of what is left, fine-tune, and again, for {@code rounds} rounds (Han 2015). */
  ITERATIVE,
  /**
   * A cubic ramp from 0 to the sparsity between the ends of epochs {@code from} and {@code to} (Zhu and Gupta 2017).
   */
  GRADUAL,
  /**
   * Iterative, but after each pruning the weights that are left are rewound and training starts anew (Frankle 2019,
   * 2020; controls of Liu 2019).
   */
  LOTTERY
}
