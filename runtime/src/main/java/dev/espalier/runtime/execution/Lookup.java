package dev.espalier.runtime.execution;

import java.util.Arrays;

/**
 * Rows of a table by ids, which stand in the slab as values do: whole numbers, negative where there is no token. Lines of
 * the result are (feature, token).
 */
public final class Lookup {
  private Lookup() {}

  /**
   * {@code y[c,t] = table[id[t],c]} for every lane; 0 where the id is negative.
   *
   * @param ids address of the first of a line for each token
   * @param y address of the first of {@code width} features, each of {@code apart} lines
   * @param columns of the tokens that are in use: those behind them are left as they are
   * @param table {@code [rows][width]}
   * @param apart lines from one feature to the next, at least as many as tokens
   * @throws UnknownTokenException when an id is {@code rows} or more
   */
  public static void rows(
      float[] slab, int lanes, int ids, int y, int columns, float[] table, int rows, int width, int apart) {
    int step = apart * lanes;
    for (int at = 0; at < columns * lanes; at++) {
      int row = row(slab[ids + at], rows, at / lanes);
      int to = y + at;
      if (row < 0) {
        for (int c = 0; c < width; c++) {
          slab[to + c * step] = 0;
        }
      } else {
        int from = row * width;
        for (int c = 0; c < width; c++) {
          slab[to + c * step] = table[from + c];
        }
      }
    }
  }

  /**
   * {@code dTable[r,c] = sum of dy[c,t]} over the lanes and tokens whose id is r; 0 where none is.
   *
   * @throws UnknownTokenException when an id is {@code rows} or more
   */
  public static void gradient(
      float[] slab, int lanes, int ids, int dy, int columns, float[] gradient, int rows, int width, int apart) {
    Arrays.fill(gradient, 0, rows * width, 0);
    int step = apart * lanes;
    for (int at = 0; at < columns * lanes; at++) {
      int row = row(slab[ids + at], rows, at / lanes);
      if (row >= 0) {
        int to = row * width;
        int from = dy + at;
        for (int c = 0; c < width; c++) {
          gradient[to + c] += slab[from + c * step];
        }
      }
    }
  }

  private static int row(float id, int rows, int token) {
    if (id < rows) {
      return id < 0 ? -1 : (int) id;
    }
    throw new UnknownTokenException(id, rows, token);
  }
}
