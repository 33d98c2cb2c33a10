package dev.espalier.runtime.execution;

/**
 * Which tokens of a sample stay in the sequence, by the attention that they receive. What stays is told by its place,
 * from 1, column by column in the order of the sequence; a column that holds no token is 0.
 *
 * <p>Where only some of a line's tokens are some, those that are none neither count nor stay. The token of a
 * classification stands first and always stays. Of equal scores the earlier token stays; a score that is no number
 * stays, so that it is seen.
 */
public final class TokenSelection {
  /** What a share of a whole number of tokens may be off by, as a float and by the product. */
  private static final double ROUNDING = 1e-4;

  private TokenSelection() {}

  /** How many of so many tokens a share is: rounded up, at least 1 of any. */
  public static int count(float share, int tokens) {
    return (int) Math.ceil(Math.max((double) share * tokens - ROUNDING, Math.min(tokens, 1)));
  }

  /**
   * {@code s[j] = sum_h sum_i P[h,i,j] / (heads tokens)} of one sample in a slab of one lane, where P stands by head,
   * key and query.
   *
   * @param lanes 1
   * @param scores address of P
   * @param received address of s
   * @param left the heads that are there; one that is gone counts as one that attends to all tokens alike
   * @param heads how many there were
   */
  public static void received(
      float[] slab, int lanes, int scores, int received, int[] left, int heads, int tokens) {
    received(slab, lanes, scores, -1, received, tokens, left, heads, tokens);
  }

  /**
   * The same over those queries that are tokens, 1 in {@code valid}; -1 where all are; none behind the columns in use.
   */
  public static void received(float[] slab, int lanes, int scores, int valid, int received, int columns, int[] left,
      int heads, int tokens) {
    float share = 1f / (heads * Math.max(count(slab, lanes, 0, valid, tokens), 1));
    for (int key = 0; key < columns; key++) {
      float sum = heads - left.length;
      for (int head : left) {
        int row = scores + (head * tokens + key) * tokens;
        for (int query = 0; query < columns; query++) {
          sum += isToken(slab, valid, query * lanes) ? slab[row + query] : 0;
        }
      }
      slab[received + key * lanes] = sum * share;
    }
  }

  /**
   * Pseudo-random scores from 0 to 1 that follow from the number of a sample's tokens and from the place of each.
   *
   * @param received address of the scores, a line for each token
   */
  public static void random(float[] slab, int lanes, int received, int tokens) {
    random(slab, lanes, -1, received, tokens);
  }

  /** The same of tokens some of which are none, 0 in {@code valid}; -1 where all are some. */
  public static void random(float[] slab, int lanes, int valid, int received, int tokens) {
    for (int lane = 0; lane < lanes; lane++) {
      int count = count(slab, lanes, lane, valid, tokens);
      for (int token = 0; token < tokens; token++) {
        slab[received + token * lanes + lane] = mixed(count * 0x9E3779B97F4A7C15L + token);
      }
    }
  }

  /** A number as a multiple of 2^-24 in [0, 1) (SplitMix64, Steele, Lea, Flood 2014). */
  private static float mixed(long number) {
    long z = number + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 40) * 0x1p-24f;
  }

  /**
   * The places of the tokens that stay, every token being some and so many staying whatever the sample.
   *
   * @param received address of the scores, a line for each token
   * @param places address of the result, a line for each of {@code columns}
   * @param first 1 where the first token always stays, else 0
   * @param keep how many stay at most; 0 where the share alone says
   * @param share of the tokens that stays; 0 where all may
   * @param threshold what scores less leaves; 0 for nothing
   */
  public static void select(float[] slab, int lanes, int received, int places, int tokens, int columns, int first,
      int keep, float share, float threshold) {
    for (int lane = 0; lane < lanes; lane++) {
      sample(slab, lanes, lane, received, -1, places, tokens, columns, first, keep, share, threshold);
    }
  }

  /** The same where columns may stay empty: {@code left} is 1 for those that hold a token, else 0. */
  public static void selectSome(float[] slab, int lanes, int received, int places, int left, int tokens, int columns,
      int first, int keep, float share, float threshold) {
    selectSome(slab, lanes, received, -1, places, left, tokens, columns, first, keep, share, threshold);
  }

  /** The same of tokens some of which are none, 0 in {@code valid}; -1 where all are some. */
  public static void selectSome(float[] slab, int lanes, int received, int valid, int places, int left, int tokens,
      int columns, int first, int keep, float share, float threshold) {
    for (int lane = 0; lane < lanes; lane++) {
      int stay = sample(slab, lanes, lane, received, valid, places, tokens, columns, first, keep, share, threshold);
      for (int column = 0; column < columns; column++) {
        slab[left + column * lanes + lane] = column < stay ? 1 : 0;
      }
    }
  }

  /**
   * Places of the tokens that score at least a threshold that was learned; {@code left} is 1 for columns that hold one.
   */
  public static void selectAbove(
      float[] slab, int lanes, int received, int places, int left, float[] threshold, int tokens, int first) {
    selectAbove(slab, lanes, received, -1, places, left, threshold, tokens, first);
  }

  /** The same of tokens some of which are none, 0 in {@code valid}; -1 where all are some. */
  public static void selectAbove(float[] slab, int lanes, int received, int valid, int places, int left,
      float[] threshold, int tokens, int first) {
    selectSome(slab, lanes, received, valid, places, left, tokens, tokens, first, 0, 0, threshold[0]);
  }

  static boolean isToken(float[] slab, int valid, int at) {
    return valid < 0 || slab[valid + at] > 0;
  }

  private static int count(float[] slab, int lanes, int lane, int valid, int tokens) {
    int count = 0;
    for (int token = 0; token < tokens; token++) {
      count += isToken(slab, valid, token * lanes + lane) ? 1 : 0;
    }
    return count;
  }

  /** Of one sample; how many stay. */
  static int sample(float[] slab, int lanes, int lane, int received, int valid, int places, int tokens,
      int columns, int first, int keep, float share, float threshold) {
    int count = count(slab, lanes, lane, valid, tokens);
    int limit = Math.min(count, columns);
    limit = keep > 0 ? Math.min(limit, keep) : limit;
    limit = share > 0 ? Math.min(limit, count(share, count)) : limit;
    int stay = 0;
    for (int token = 0; token < tokens && stay < limit; token++) {
      int at = token * lanes + lane;
      if (isToken(slab, valid, at) && stays(slab, lanes, lane, received, valid, tokens, first, limit, threshold, token)) {
        slab[places + stay * lanes + lane] = token + 1;
        stay++;
      }
    }
    for (int column = stay; column < columns; column++) {
      slab[places + column * lanes + lane] = 0;
    }
    return stay;
  }

  /** Whether fewer than {@code limit} tokens stand before one in the order of scores, and it reaches the threshold. */
  private static boolean stays(float[] slab, int lanes, int lane, int received, int valid, int tokens, int first,
      int limit, float threshold, int token) {
    if (token < first) {
      return true;
    }
    float score = slab[received + token * lanes + lane];
    int before = first;
    for (int other = first; other < tokens && before < limit; other++) {
      int at = other * lanes + lane;
      float rival = slab[received + at];
      if ((rival > score || (rival == score && other < token)) && isToken(slab, valid, at)) {
        before++;
      }
    }
    return before < limit && (before == 0 || !(score < threshold));
  }
}
