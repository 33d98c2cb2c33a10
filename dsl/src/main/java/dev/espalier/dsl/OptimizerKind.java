package dev.espalier.dsl;

/** The update rules. */
public enum OptimizerKind {
  /** Stochastic gradient descent with momentum, Nesterov's variant and L2 weight decay. */
  SGD,
  /** Kingma and Ba 2015, with bias correction; weight decay is added to the gradient. */
  ADAM,
  /** Loshchilov and Hutter 2019: Adam with decoupled weight decay. */
  ADAMW
}
