package dev.espalier.runtime.encoding;

/**
 * A matrix cut into tiles of equal extents, numbered row by row; the last ones of a row or column of tiles are cut at
 * the matrix's edge where the extents do not divide it.
 *
 * @param rows of the matrix
 * @param columns of the matrix
 * @param tileRows rows of a tile, at least 1
 * @param tileColumns columns of a tile, at least 1
 */
public record Tiling(int rows, int columns, int tileRows, int tileColumns) {

  /** @throws IllegalArgumentException when an extent is below 1 */
  public Tiling {
    if (rows < 1 || columns < 1 || tileRows < 1 || tileColumns < 1) {
      throw new IllegalArgumentException("A matrix and its tiles have 1 or more rows and columns, but a " + rows + " x "
          + columns + " matrix in tiles of " + tileRows + " x " + tileColumns + " was given.");
    }
  }

  /** Every element is a tile. */
  public static Tiling ofElements(int rows, int columns) {
    return new Tiling(rows, columns, 1, 1);
  }

  /** Rows of tiles. */
  public int down() {
    return Math.ceilDiv(rows, tileRows);
  }

  /** Columns of tiles. */
  public int across() {
    return Math.ceilDiv(columns, tileColumns);
  }

  /** Number of tiles. */
  public int tiles() {
    return Math.multiplyExact(down(), across());
  }

  /** Elements of the matrix. */
  public int elements() {
    return Math.multiplyExact(rows, columns);
  }

  /** The tile of an element, by its row-major index. */
  public int tile(int element) {
    return element / columns / tileRows * across() + element % columns / tileColumns;
  }

  /** Elements in a tile. */
  public int size(int tile) {
    int row = tile / across() * tileRows;
    int column = tile % across() * tileColumns;
    return Math.min(tileRows, rows - row) * Math.min(tileColumns, columns - column);
  }

  /** Whether no tile is cut. */
  public boolean isEven() {
    return rows % tileRows == 0 && columns % tileColumns == 0;
  }

  /** Whether every tile is a single element. */
  public boolean isOfElements() {
    return tileRows == 1 && tileColumns == 1;
  }
}
