package dev.espalier.runtime.model;

/**
 * What a layer does where values, filters or tokens depend on the sample. All but a gated convolution are layers that
 * the compiler added.
 *
 * @param part which of its steps it is
 * @param owner the layer that carries the annotation
 * @param kept how many of its values stay for a sample, equal ones apart; all where only the data tell
 * @param operations comparisons, additions and products of one sample; products with weights left out
 * @param learned how the threshold of its tokens is learned, or null
 */
public record DynamicInfo(Part part, String owner, int kept, long operations, LearnedThreshold learned) {

  /** Without a threshold that is learned. */
  public DynamicInfo(Part part, String owner, int kept, long operations) {
    this(part, owner, kept, operations, null);
  }

  /**
   * A threshold of tokens that is learned.
   *
   * @param start what it starts at
   * @param temperature how near to it a score is for its token to weigh neither all nor nothing; a step moves the
   *     threshold by so much of what it would move a weight
   * @param until epochs until it is settled; -1: three quarters of those of training
   */
  public record LearnedThreshold(double start, double temperature, double until) {}

  /** Steps of dynamic pruning. */
  public enum Part {
    /** The convolution whose filters are gated: {@code @Gate}. */
    GATED,
    /** Keeps some values: {@code @PruneActivations}. */
    SELECTION,
    /** Means of the input channels, from which a gate tells. */
    POOL,
    /** The dense layer that predicts a saliency for each filter; its biases start at 1 (Gao 2019, section 3.3). */
    SALIENCY,
    /** Keeps the largest saliencies. */
    WINNERS,
    /** Multiplies the filters' results by what is kept. */
    SCALE,
    /** Tells which tokens stay: {@code @PruneTokens}. Its values are their places, 0 where there is none. */
    TOKENS,
    /** Takes those tokens out of a sequence. */
    LEFT
  }
}
