package dev.espalier.runtime.structure;

import dev.espalier.runtime.memory.Layout;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What constant maps that are gone add to the sums of a convolution, where that is not the same at every place of its
 * result: beside the biases, one number for each row of the weights and each kind of places.
 *
 * @param at the places that are alike
 * @param values {@code [row][kind of places]}
 */
@SuppressWarnings("ArrayRecordComponent") // Shared by the forms of one layer and never compared.
public record Beginnings(Positions at, float[] values) {

  /** Of some rows alone, ascending. */
  public Beginnings of(BitSet rows) {
    int kinds = at.kinds();
    float[] some = new float[rows.cardinality() * kinds];
    int next = 0;
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      System.arraycopy(values, row * kinds, some, next, kinds);
      next += kinds;
    }
    return new Beginnings(at, some);
  }

  /** Of all rows, given those of some; 0 elsewhere. */
  public Beginnings spread(BitSet rows, int all) {
    int kinds = at.kinds();
    float[] spread = new float[all * kinds];
    int next = 0;
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      System.arraycopy(values, next, spread, row * kinds, kinds);
      next += kinds;
    }
    return new Beginnings(at, spread);
  }

  /** Numbers that are stored: the values, and the class of every row and column of the plane. */
  public int stored() {
    return values.length + at.rows().length + at.columns().length;
  }

  /** For each row of the plane the first one that is like it. */
  public int[] alikeRows() {
    int[] first = new int[at.rows().length];
    for (int y = 0; y < first.length; y++) {
      int like = 0;
      while (at.rows()[like] != at.rows()[y]) {
        like++;
      }
      first[y] = like;
    }
    return first;
  }

  /**
   * Writes what the sums of some rows of the weights begin with into their planes, or into those rows of them that no
   * row before is like.
   *
   * @param first where the value begins in the slab
   * @param channels the rows of the weights
   * @param biases of all rows
   * @param rows for each row of the plane one like it; only rows that are their own are written
   */
  public void write(float[] slab, int first, int lanes, Layout layout, int[] channels, float[] biases, int[] rows) {
    int[] columns = at.columns();
    int classes = at.columnClasses();
    int kinds = at.kinds();
    for (int row : channels) {
      float bias = biases[row];
      for (int y = 0; y < rows.length; y++) {
        if (rows[y] == y) {
          int from = row * kinds + at.rows()[y] * classes;
          writeRow(slab, first + layout.line(row, y, 0) * lanes, lanes, columns, from, bias);
        }
      }
    }
  }

  /** Columns that are alike and neighbours at once. */
  private void writeRow(float[] slab, int first, int lanes, int[] columns, int from, float bias) {
    int x = 0;
    while (x < columns.length) {
      int column = columns[x];
      int begin = x;
      while (x < columns.length && columns[x] == column) {
        x++;
      }
      Arrays.fill(slab, first + begin * lanes, first + x * lanes, bias + values[from + column]);
    }
  }
}
