package dev.espalier.dsl;

/** What a sparsity is a share of. Biases never count. */
public enum Unit {
  /** Weights. */
  WEIGHTS,
  /** Groups of the policy's granularity. */
  GROUPS,
  /** Multiply-adds of one sample: a weight of a convolution counts once for each output position. */
  MACS,
  /** Bytes of the weights in the policy's encoding at the mask, against all of them stored dense. */
  BYTES
}
