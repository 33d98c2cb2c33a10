package dev.espalier.dsl;

/** What a sparsity is a share of. */
public enum Unit {
  /** Weights. */
  WEIGHTS,
  /** Groups of the policy's granularity. */
  GROUPS
}
