package dev.espalier.bench.task;

import java.util.List;

/** Something to compute, with its reference. */
public sealed interface Task
    permits Product, Gradients, Convolution, Block, Training, ResidualTraining, Latency {

  /** What kind of work it is. */
  Kind kind();

  /** As {@code --shape} spells it. */
  String shape();

  /** The pattern of the weights, such as {@code random}. */
  String pattern();

  /** The share of zeros among the weights. */
  double sparsity();

  /** Floating-point operations of one run that a zero does not spare: two for each multiply-add with a kept weight. */
  double usefulOperations();

  /** The reference: one entry for each array of a contender's result. */
  List<Expected> expected();

  /** Whether a second run gives the same result as the first. */
  default boolean repeatable() {
    return true;
  }
}
