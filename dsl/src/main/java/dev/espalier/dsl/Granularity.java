package dev.espalier.dsl;

/** What is pruned as one group. */
public enum Granularity {
  /** Single weights: unstructured sparsity. */
  ELEMENT,
  /** All weights of one output feature of a dense layer, and its bias. */
  NEURON,
  /** All weights of one output channel of a convolution, and its bias. */
  FILTER,
  /** All weights that read one input feature or input channel. */
  CHANNEL
}
