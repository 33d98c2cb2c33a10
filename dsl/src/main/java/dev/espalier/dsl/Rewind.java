package dev.espalier.dsl;

/** Where the remaining weights go after a pruning of the LOTTERY schedule. */
public enum Rewind {
  /** To their values at step 0 (Frankle and Carbin 2019). */
  INITIAL,
  /** To their values at step {@code rewindStep} (Frankle 2020). */
  STEP,
  /** Nowhere: the control with inherited weights. */
  NONE,
  /** To fresh random values: the control that keeps the architecture alone (Liu 2019). */
  RANDOM
}
