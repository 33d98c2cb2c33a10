package dev.espalier.runtime.cost;

/**
 * How many tokens samples were seen to have at a place of the network: their mean and the mean of their squares, which
 * the multiply-adds of attention go by. Not thread-safe.
 */
public final class TokenActivity {
  private final int columns;
  private final float above;
  private long samples;
  private long sum;
  private long squares;

  private TokenActivity(int columns, float above) {
    this.columns = columns;
    this.above = above;
  }

  /** Of an input of ids, negative where there is no token. */
  public static TokenActivity ofIds(int tokens) {
    return new TokenActivity(tokens, -0.5f);
  }

  /** Of places of tokens that stay, 0 where there is none. */
  public static TokenActivity ofPlaces(int columns) {
    return new TokenActivity(columns, 0.5f);
  }

  /**
   * Adds the first {@code count} lanes of a value.
   *
   * @param base offset of the value's first line in the slab
   * @param lanes floats of a line
   * @param count samples in it, 0 to {@code lanes}
   */
  public TokenActivity observe(float[] slab, int base, int lanes, int count) {
    for (int lane = 0; lane < count; lane++) {
      long tokens = 0;
      for (int column = 0; column < columns; column++) {
        tokens += slab[base + column * lanes + lane] > above ? 1 : 0;
      }
      sum += tokens;
      squares += tokens * tokens;
    }
    samples += count;
    return this;
  }

  /** Samples observed. */
  public long samples() {
    return samples;
  }

  /**
   * The mean number of tokens.
   *
   * @param more tokens that every sample has beside them
   */
  double mean(int more) {
    return (double) sum / samples + more;
  }

  /** The mean square of it. */
  double meanSquare(int more) {
    return ((double) squares + 2.0 * more * sum) / samples + (double) more * more;
  }
}
