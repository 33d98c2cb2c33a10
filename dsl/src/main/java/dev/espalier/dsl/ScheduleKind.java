package dev.espalier.dsl;

/** When pruning happens. */
public enum ScheduleKind {
  /**
   * Once, at the end of epoch {@code from}; the epochs after it are fine-tuning. {@code from = 0} prunes before the
   * first step; without {@code from}, after the last epoch, and {@code fineTune} epochs of training follow.
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
  LOTTERY,
  /**
   * Like ONE_SHOT, but until the pruning a {@code penalty} of strength {@code lambda} draws weights to zero (Han 2015,
   * Wen 2016).
   */
  REGULARISED,
  /**
   * Sparse from the start, at the sparsity throughout: a random mask, in which every so many steps a share of the
   * smallest weights gives way to as many others (SET: Mocanu 2018; RigL: Evci 2020). With scope GLOBAL or GROUP the
   * layers share the sparsity by {@link Prune#densities}, larger layers being sparser.
   */
  DYNAMIC
}
