package dev.espalier.codegen.layer;

/**
 * Layers of the network whose thresholds of tokens are learned, by what they are to the layer at hand.
 *
 * @param by the one that says what the tokens of its inputs weigh; null where all weigh the same
 * @param judge the one that goes by its attention; null where none does
 */
public record TokenWeighing(String by, String judge) {
  /** None. */
  public static final TokenWeighing NONE = new TokenWeighing(null, null);

  boolean isWeighed() {
    return by != null;
  }

  /** The value that holds the weights. */
  String weights() {
    return by + "." + LearnedTokensLayer.WEIGHTS;
  }

  /** The value that takes the gradient of their logarithms. */
  String pulls() {
    return by + "." + LearnedTokensLayer.PULLS;
  }

  boolean isJudged() {
    return judge != null;
  }

  /** The value that holds the gradient of the scores in the backward pass. */
  String scoreGradient() {
    return judge + "." + LearnedTokensLayer.SLOPES;
  }
}
