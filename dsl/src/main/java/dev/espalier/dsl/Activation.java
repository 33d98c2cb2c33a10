package dev.espalier.dsl;

/** The activation functions. */
public enum Activation {
  /** {@code max(x, 0)}. */
  RELU,
  /** {@code x} where x is above 0, {@code slope x} elsewhere (Maas 2013). */
  LEAKY_RELU,
  /** {@code x Phi(x)} with the tanh approximation of Hendrycks and Gimpel 2016. */
  GELU,
  /** Hyperbolic tangent. */
  TANH,
  /** {@code 1 / (1 + exp(-x))}. */
  SIGMOID,
  /** {@code x sigmoid(x)} (Elfwing 2018). */
  SILU
}
