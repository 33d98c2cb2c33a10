package dev.espalier.runtime.execution;

import dev.espalier.runtime.memory.Slab;
import java.util.Arrays;

/**
 * The columns of sequences: how many of them are in use, and those of the tokens that stay, moved together, with their
 * gradient, moved back. Lines are (channel, token). Places are those of {@link TokenSelection}: from 1, 0 for a column
 * without a token.
 */
public final class TokenColumns {
  /** Lanes whose places are in registers at a time. */
  private static final int LANES = 4;

  private TokenColumns() {}

  /**
   * Writes into each lane of a line how many columns are in use: up to the last one in which any lane has a token, at
   * least one. Where a line is one float, they are whole vectors or all.
   *
   * @param valid address of a line for each token: above 0 where it is one
   * @param columns address of the result
   * @param least at least so many, if there are
   * @param vector floats of the vectors that kernels run over the columns of one sample
   * @param shortened 1 where columns behind the last token are not in use, 0 where all are
   */
  public static void inUse(
      float[] slab, int lanes, int valid, int columns, int least, int vector, int tokens, int shortened) {
    int used = Math.min(Math.max(least, 1), tokens);
    if (shortened == 0) {
      used = tokens;
    }
    for (int at = tokens * lanes - 1; at >= used * lanes; at--) {
      if (slab[valid + at] > 0) {
        used = at / lanes + 1;
      }
    }
    if (lanes < Slab.LANE_MULTIPLE) {
      used = Math.min(tokens, (used + vector - 1) / vector * vector);
    }
    Arrays.fill(slab, columns, columns + lanes, used);
  }

  /**
   * {@code y[c,d] = x[c,place[d]]} for every lane. A column without a token holds a finite number that nobody reads:
   * that of the sample's first column.
   *
   * @param x address of {@code channels} times {@code from} lines
   * @param places address of a line for each column
   * @param y address of {@code channels} times {@code to} lines
   * @param used of the columns those that are in use
   * @param from lines from one channel of x to the next
   * @param to lines from one channel of y to the next
   */
  public static void left(
      float[] slab, int lanes, int x, int places, int y, int used, int channels, int from, int to) {
    if (lanes < LANES) {
      leftByChannels(slab, lanes, x, places, y, used, channels, from, to);
      return;
    }
    int step = from * lanes;
    int step2 = to * lanes;
    for (int column = 0; column < used; column++) {
      for (int lane = 0; lane < lanes; lane += LANES) {
        int at = column * lanes + lane;
        int from0 = x + token(slab[places + at]) * lanes + lane;
        int from1 = x + token(slab[places + at + 1]) * lanes + lane + 1;
        int from2 = x + token(slab[places + at + 2]) * lanes + lane + 2;
        int from3 = x + token(slab[places + at + 3]) * lanes + lane + 3;
        int result = y + at;
        for (int c = 0; c < channels; c++) {
          slab[result + c * step2] = slab[from0 + c * step];
          slab[result + c * step2 + 1] = slab[from1 + c * step];
          slab[result + c * step2 + 2] = slab[from2 + c * step];
          slab[result + c * step2 + 3] = slab[from3 + c * step];
        }
      }
    }
  }

  private static void leftByChannels(
      float[] slab, int lanes, int x, int places, int y, int used, int channels, int from, int to) {
    for (int c = 0; c < channels; c++) {
      for (int at = 0; at < used * lanes; at++) {
        slab[y + c * to * lanes + at] =
            slab[x + (c * from + token(slab[places + at])) * lanes + at % lanes];
      }
    }
  }

  private static int token(float place) {
    return Math.max((int) place - 1, 0);
  }

  /**
   * {@code dx[c,place[d]] = dy[c,d]}, and 0 for the tokens that left.
   *
   * @param dy address of {@code channels} times {@code to} lines
   * @param places address of a line for each column
   * @param dx address of {@code channels} times {@code from} lines, which are overwritten
   * @param before of the tokens' columns those that are in use
   * @param used of the columns those that are in use
   * @param from lines from one channel of dx to the next
   * @param to lines from one channel of dy to the next
   */
  public static void gradient(float[] slab, int lanes, int dy, int places, int dx, int before, int used, int channels,
      int from, int to) {
    for (int c = 0; c < channels; c++) {
      int line = dx + c * from * lanes;
      Arrays.fill(slab, line, line + before * lanes, 0);
    }
    addGradient(slab, lanes, dy, places, dx, before, used, channels, from, to);
  }

  /** The same, added to what is there. */
  public static void addGradient(float[] slab, int lanes, int dy, int places, int dx, int before, int used,
      int channels, int from, int to) {
    int step = to * lanes;
    int step2 = from * lanes;
    for (int column = 0; column < used; column++) {
      for (int lane = 0; lane < lanes; lane++) {
        int at = column * lanes + lane;
        int place = (int) slab[places + at];
        if (place > 0) {
          int source = dy + at;
          int target = dx + (place - 1) * lanes + lane;
          for (int c = 0; c < channels; c++) {
            slab[target + c * step2] += slab[source + c * step];
          }
        }
      }
    }
  }
}
