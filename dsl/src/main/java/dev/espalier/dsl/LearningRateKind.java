package dev.espalier.dsl;

/** How the learning rate moves over the run. */
public enum LearningRateKind {
  /** The base rate throughout. */
  CONSTANT,
  /** Multiplied by {@code factor} every {@code every} epochs. */
  STEP,
  /** Half a cosine from the base rate down to {@code floor} times it at the last step (Loshchilov and Hutter 2017). */
  COSINE
}
