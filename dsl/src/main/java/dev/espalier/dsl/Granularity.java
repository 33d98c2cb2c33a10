package dev.espalier.dsl;

/**
 * What is pruned as one group. Weights are a matrix: a row an output (unit or filter), a column an input (of a
 * convolution input channel, kernel row, kernel column). A group's score is the sum over its members.
 */
public enum Granularity {
  /** Single weights: unstructured sparsity. */
  ELEMENT,
  /** {@link Prune#block} weights of one row or of one column: {@code {1, c}} or {@code {r, 1}}. */
  VECTOR,
  /** Blocks of {@link Prune#block} rows and columns, cut at the matrix's edges. */
  BLOCK,
  /** The plane of weights of one filter and one input channel of a convolution. */
  KERNEL,
  /** All weights of one output feature of a dense layer, and its bias. */
  NEURON,
  /** All weights of one output channel of a convolution, and its bias. */
  FILTER,
  /** All weights that read one input feature or input channel. */
  CHANNEL,
  /**
   * {@link Prune#n} of each {@link Prune#m} neighbours along the input axis stay (of a convolution along its input
   * channels, at each kernel position); with {@link Prune#sharedRows} several rows keep the same ones.
   */
  N_OF_M,
  /**
   * Single weights, such that columns can be combined into one: up to {@link Prune#columns} columns are combined, with
   * {@link Prune#conflicts} on average a row at most, and of weights in conflict the largest stays (Kung, McDanel,
   * Zhang: "Packing sparse convolutional neural networks for efficient systolic array implementations", 2019).
   */
  COLUMN_COMBINED,
  /**
   * One head of {@link SelfAttention}: the rows of queries, keys and values that make it, with their biases, and the
   * columns of the projection that read it. The four matrices lose a head together.
   */
  HEAD,
  /** The whole layer with its biases, where an {@link Add} has a way around it. */
  LAYER
}
