package dev.espalier.runtime.train;

import dev.espalier.dsl.Loss;

/**
 * What training minimises: the mean over the samples of a batch. For one thread; nothing is allocated after
 * construction.
 */
public interface LossFunction {

  /** For the gradient's address: none is wanted. */
  int NO_GRADIENT = -1;

  /**
   * The mean loss of a batch, and its gradient by the output; of a part of a batch that part's share of the mean.
   *
   * @param slab holds the output and receives the gradient; both are laned vectors, {@code [feature][lane]}
   * @param output address of the output's first value
   * @param gradient address of the gradient's first value, or {@link #NO_GRADIENT}; lanes beyond the batch get 0
   * @param answers what the network should have said, and how many lanes hold samples
   */
  double compute(float[] slab, int output, int gradient, BatchAnswers answers);

  /**
   * Samples of the last batch whose largest output is the label's, the first one at equal outputs; -1 where the answers
   * are not labels.
   */
  int correct();

  /** The loss of the settings over this many output features, in batches of at most so many lanes. */
  static LossFunction of(Loss loss, int features, int lanes) {
    return switch (loss) {
      case CROSS_ENTROPY -> new CrossEntropy(features, lanes);
      case MEAN_SQUARED_ERROR -> new MeanSquaredError(features, lanes);
    };
  }
}
