package dev.espalier.bench.task;

import java.util.Locale;

/** The kinds of work that are measured. */
public enum Kind {
  /** A product of weights and a batch. */
  FORWARD,
  /** Both gradients of that product. */
  BACKWARD,
  /** A step of training: forward, loss, backward, update. */
  TRAINING,
  /** A convolution of 3 x 3, stride 1, padding 1. */
  CONV,
  /** A transformer block on a batch of sequences. */
  ATTENTION,
  /** One sample through a network, from and to {@code float[]}. */
  LATENCY;

  /** As options and reports spell it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
