package dev.espalier.runtime.execution;

/**
 * Tokens behind an attention whose threshold is being learned (Kim et al.: "Learned token pruning for transformers",
 * 2022): none leaves, and token j of score s weighs {@code M = sigmoid((s - threshold) / temperature)}
 * times what it weighed before. One that a sample keeps in any case weighs as before: its classification token or, where
 * it has none, the first of the largest score. Lanes whose {@code stage} is not above 0 have threshold and tokens
 * settled: tokens leave as {@link TokenSelection} says, and those that are left weigh 1.
 */
public final class TokenWeights {

  private TokenWeights() {}

  /**
   * Places of the tokens: all of them where they are weighed.
   *
   * @param received address of the scores, a line for each token
   * @param places address of the result, a line for each token; 0 for a column that holds none
   * @param left address of 1 for each column that holds a token, else 0
   * @param stage address of a line, above 0 in lanes whose tokens are weighed
   * @param threshold the threshold alone
   * @param first 1 where the first token always stays, else 0
   */
  public static void select(float[] slab, int lanes, int received, int places, int left, int stage, float[] threshold,
      int tokens, int first) {
    select(slab, lanes, received, -1, places, left, stage, threshold, tokens, first);
  }

  /** The same of tokens some of which are none, 0 in {@code valid}; -1 where all are some. */
  public static void select(float[] slab, int lanes, int received, int valid, int places, int left, int stage,
      float[] threshold, int tokens, int first) {
    for (int lane = 0; lane < lanes; lane++) {
      boolean weighed = slab[stage + lane] > 0;
      int stay = weighed ? 0
          : TokenSelection.sample(
              slab, lanes, lane, received, valid, places, tokens, tokens, first, 0, 0, threshold[0]);
      for (int token = 0; token < tokens; token++) {
        int at = token * lanes + lane;
        if (weighed) {
          boolean some = TokenSelection.isToken(slab, valid, at);
          slab[places + at] = some ? token + 1 : 0;
          slab[left + at] = some ? 1 : 0;
        } else {
          slab[left + at] = token < stay ? 1 : 0;
        }
      }
    }
  }

  /**
   * What the tokens weigh.
   *
   * @param left address of 1 for each column that holds a token, else 0
   * @param weights address of the result, a line for each token
   * @param slopes address of {@code d log M / d s}, a line for each token
   * @param pulls address of the lines that take the gradient of the logarithms of the weights, which are set to 0
   */
  public static void weigh(float[] slab, int lanes, int received, int left, int stage, int weights, int slopes,
      int pulls, float[] threshold, int tokens, int first, float temperature) {
    weigh(slab, lanes, received, left, -1, stage, weights, slopes, pulls, threshold, tokens, first, temperature);
  }

  /** The same of tokens that weighed something before; -1 where they weighed 1. */
  public static void weigh(float[] slab, int lanes, int received, int left, int before, int stage, int weights,
      int slopes, int pulls, float[] threshold, int tokens, int first, float temperature) {
    for (int lane = 0; lane < lanes; lane++) {
      boolean weighed = slab[stage + lane] > 0;
      int stays = first > 0 || !weighed ? 0 : largest(slab, lanes, lane, received, left, tokens);
      for (int token = 0; token < tokens; token++) {
        int at = token * lanes + lane;
        float weight = slab[left + at];
        float slope = 0;
        if (weighed && weight > 0) {
          weight = before < 0 ? 1 : slab[before + at];
          if (token != stays) {
            double rise = Math.exp(((double) slab[received + at] - threshold[0]) / temperature);
            slope = (float) (1 / ((1 + rise) * temperature));
            weight *= (float) (1 / (1 + 1 / rise));
          }
        }
        slab[weights + at] = weight;
        slab[slopes + at] = slope;
        slab[pulls + at] = 0;
      }
    }
  }

  /** The first token of the largest score. */
  private static int largest(float[] slab, int lanes, int lane, int received, int left, int tokens) {
    int largest = -1;
    for (int token = 0; token < tokens; token++) {
      int at = token * lanes + lane;
      if (slab[left + at] > 0
          && (largest < 0 || slab[received + at] > slab[received + largest * lanes + lane])) {
        largest = token;
      }
    }
    return largest;
  }
}
