package dev.espalier.dsl;

/** Where the vectors of a {@link PositionalEmbedding} come from. */
public enum Positions {
  /** A row of weights for each place, trained as others are. */
  LEARNED,
  /**
   * {@code sin(t / 10000^(2i / width))} and {@code cos(..)} at features 2i and 2i + 1 of place t, divided by
   * {@code sqrt(width)} (Vaswani et al.: "Attention is all you need", 2017, section 3.5, where the token vectors are
   * multiplied by it instead).
   */
  SINUSOIDAL
}
