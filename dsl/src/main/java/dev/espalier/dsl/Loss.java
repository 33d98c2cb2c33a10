package dev.espalier.dsl;

/** What training minimises, as the mean over the samples of a batch. */
public enum Loss {
  /** Softmax over the output's features, then the negative logarithm of the label's probability. */
  CROSS_ENTROPY,
  /** Half the squared difference summed over the output's features; class labels become one-hot targets. */
  MEAN_SQUARED_ERROR
}
