package dev.espalier.runtime.execution;

/**
 * The weights of a dense layer once more for the gradient of its input, which multiplies by columns: tiles of
 * {@value #WIDTH} columns, row after row, so that a register tile reads them in the order of memory. In the matrix a
 * column's weights lie a row apart. The last tile is as narrow as what is left.
 */
public final class ColumnTiles {
  /** Columns of a tile: rows of a register tile of the gradient. */
  public static final int WIDTH = 6;

  /** Weights below which the matrix stays in the caches whatever order it is read in. */
  private static final int FEWEST = 1 << 14;

  /** Columns that are copied together: six cache lines of a row. */
  private static final int PIECE = 16 * WIDTH;

  private ColumnTiles() {}

  /** Whether a matrix is large enough for tiles to pay. */
  public static boolean pay(int rows, int columns) {
    return columns >= WIDTH && (long) rows * columns >= FEWEST;
  }

  /** Number of pieces that {@link #copy} takes a matrix in. */
  public static int pieces(int columns) {
    return Math.ceilDiv(columns, PIECE);
  }

  /**
   * Copies one piece of the columns.
   *
   * @param weights row-major
   * @param tiles as many numbers
   */
  public static void copy(float[] weights, int rows, int columns, int piece, float[] tiles) {
    int first = piece * PIECE;
    int end = Math.min(columns, first + PIECE);
    int whole = first + (end - first) / WIDTH * WIDTH;
    for (int row = 0; row < rows; row++) {
      int from = row * columns;
      for (int column = first; column < whole; column += WIDTH) {
        int to = column * rows + row * WIDTH;
        int at = from + column;
        tiles[to] = weights[at];
        tiles[to + 1] = weights[at + 1];
        tiles[to + 2] = weights[at + 2];
        tiles[to + 3] = weights[at + 3];
        tiles[to + 4] = weights[at + 4];
        tiles[to + 5] = weights[at + 5];
      }
      for (int column = whole; column < end; column++) {
        tiles[whole * rows + row * (end - whole) + column - whole] = weights[from + column];
      }
    }
  }
}
