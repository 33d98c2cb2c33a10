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
   * Writes what the sums of a row begin with into its plane, or into those rows of it that no row before is like.
   *
   * @param first where the value begins in the slab
   * @param bias of the row
   * @param rows for each row of the plane one like it; only rows that are their own are written
   */
  public void write(float[] slab, int first, int lanes, Layout layout, int row, float bias, int[] rows) {
    int width = at.columns().length;
    int classes = at.columnClasses();
    for (int y = 0; y < at.rows().length; y++) {
      if (rows[y] != y) {
        continue;
      }
      int from = row * at.kinds() + at.rows()[y] * classes;
      int x = 0;
      while (x < width) {
        int column = at.columns()[x];
        int begin = x;
        while (x < width && at.columns()[x] == column) {
          x++;
        }
        int to = first + layout.line(row, y, begin) * lanes;
        Arrays.fill(slab, to, to + (x - begin) * lanes, bias + values[from + column]);
      }
    }
  }
}
