package dev.espalier.runtime.execution;

import java.util.Arrays;

/**
 * The columns of the tokens that stay, moved together, and their gradient, moved back. Lines are (channel, token). Places
 * are those of {@link TokenSelection}: from 1, 0 for a column without a token.
 */
public final class TokenColumns {
  /** Lanes whose places are in registers at a time. */
  private static final int LANES = 4;

  private TokenColumns() {}

  /**
   * {@code y[c,d] = x[c,place[d]]} for every lane. A column without a token holds a finite number that nobody reads: that of
   * the sample's first column.
   *
   * @param x address of {@code channels tokens} lines
   * @param places address of {@code columns} lines
   * @param y address of {@code channels columns} lines
   */
  public static void left(
      float[] slab, int lanes, int x, int places, int y, int channels, int tokens, int columns) {
    if (lanes < LANES) {
      leftByChannels(slab, lanes, x, places, y, channels, tokens, columns);
      return;
    }
    int step = tokens * lanes;
    int step2 = columns * lanes;
    for (int column = 0; column < columns; column++) {
      for (int lane = 0; lane < lanes; lane += LANES) {
        int at = column * lanes + lane;
        int from0 = x + token(slab[places + at]) * lanes + lane;
        int from1 = x + token(slab[places + at + 1]) * lanes + lane + 1;
        int from2 = x + token(slab[places + at + 2]) * lanes + lane + 2;
        int from3 = x + token(slab[places + at + 3]) * lanes + lane + 3;
        int to = y + at;
        for (int c = 0; c < channels; c++) {
          slab[to + c * step2] = slab[from0 + c * step];
          slab[to + c * step2 + 1] = slab[from1 + c * step];
          slab[to + c * step2 + 2] = slab[from2 + c * step];
          slab[to + c * step2 + 3] = slab[from3 + c * step];
        }
      }
    }
  }

  private static void leftByChannels(
      float[] slab, int lanes, int x, int places, int y, int channels, int tokens, int columns) {
    for (int c = 0; c < channels; c++) {
      for (int at = 0; at < columns * lanes; at++) {
        slab[y + c * columns * lanes + at] =
            slab[x + (c * tokens + token(slab[places + at])) * lanes + at % lanes];
      }
    }
  }

  private static int token(float place) {
    return Math.max((int) place - 1, 0);
  }

  /**
   * {@code dx[c,place[d]] = dy[c,d]}, and 0 for the tokens that left.
   *
   * @param dy address of {@code channels columns} lines
   * @param places address of {@code columns} lines
   * @param dx address of {@code channels tokens} lines, which are overwritten
   */
  public static void gradient(
      float[] slab, int lanes, int dy, int places, int dx, int channels, int tokens, int columns) {
    Arrays.fill(slab, dx, dx + channels * tokens * lanes, 0);
    addGradient(slab, lanes, dy, places, dx, channels, tokens, columns);
  }

  /** The same, added to what is there. */
  public static void addGradient(
      float[] slab, int lanes, int dy, int places, int dx, int channels, int tokens, int columns) {
    int step = columns * lanes;
    int step2 = tokens * lanes;
    for (int column = 0; column < columns; column++) {
      for (int lane = 0; lane < lanes; lane++) {
        int at = column * lanes + lane;
        int place = (int) slab[places + at];
        if (place > 0) {
          int from = dy + at;
          int to = dx + (place - 1) * lanes + lane;
          for (int c = 0; c < channels; c++) {
            slab[to + c * step2] += slab[from + c * step];
          }
        }
      }
    }
  }
}
