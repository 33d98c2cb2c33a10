package dev.espalier.runtime.execution;

import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Every weight, pruned ones as zeros: row-major {@code [filter][channel in group][kernel row][kernel column]}, or, of a
 * dense layer on vectors, in tiles of R rows, {@code [tile][column][row of the tile]}, so that a register tile reads
 * its weights one after the other. Where the rows are no multiple of R, the last tile is the last R of them, some a
 * second time.
 */
public final class DenseForm implements ExecutionForm {
  /**
   * Rows that a register tile of two vectors holds in 16 registers, and the fewest that hide the latency of their
   * sums.
   */
  private static final int HIGHEST = 6;

  private static final int LOWEST = 4;

  private static final int[] NO_TILES = {};

  private final float[] values;
  private final int weights;
  private final int[] firstRows;

  private DenseForm(float[] values, int weights, int[] firstRows) {
    this.values = values;
    this.weights = weights;
    this.firstRows = firstRows;
  }

  /**
   * Takes the weights of a layer, row-major; the array is not copied.
   *
   * @throws IllegalArgumentException when there are not as many as the geometry has
   */
  public static DenseForm of(WeightGeometry geometry, float[] weights) {
    requireSize(geometry, weights);
    return new DenseForm(weights, weights.length, NO_TILES);
  }

  /**
   * The weights of a layer in the order that its kernel reads.
   *
   * @param weights row-major
   * @throws IllegalArgumentException when there are not as many as the geometry has
   */
  public static DenseForm of(LayerInfo layer, float[] weights) {
    return layer.frozen().tiles() ? inTiles(layer.weights(), weights) : of(layer.weights(), weights);
  }

  /**
   * The weights of a dense layer in tiles of rows.
   *
   * @param weights row-major
   * @throws IllegalArgumentException when there are not as many as the geometry has
   */
  public static DenseForm inTiles(WeightGeometry geometry, float[] weights) {
    requireSize(geometry, weights);
    int rows = geometry.rows();
    int columns = geometry.columns();
    int height = height(rows);
    int[] firstRows = new int[Math.ceilDiv(rows, height)];
    Arrays.setAll(firstRows, tile -> Math.min(tile * height, rows - height));
    float[] values = new float[Math.multiplyExact(firstRows.length * height, columns)];
    int next = 0;
    for (int first : firstRows) {
      for (int column = 0; column < columns; column++) {
        for (int row = first; row < first + height; row++) {
          values[next++] = weights[row * columns + column];
        }
      }
    }
    return new DenseForm(values, weights.length, firstRows);
  }

  /**
   * Rows of a tile of a dense layer: as many as make the work least, taking the loads that a tile's rows share for one
   * row more.
   */
  public static int height(int rows) {
    int best = Math.min(rows, HIGHEST);
    for (int height = best - 1; height >= LOWEST; height--) {
      if (Math.ceilDiv(rows, height) * (height + 1) < Math.ceilDiv(rows, best) * (best + 1)) {
        best = height;
      }
    }
    return best;
  }

  static void requireSize(WeightGeometry geometry, float[] weights) {
    if (weights.length != geometry.size()) {
      throw new IllegalArgumentException("A layer of " + geometry.rows() + " x " + geometry.columns() + " weights has "
          + geometry.size() + ", but " + weights.length + " were given.");
    }
  }

  static void requireMask(WeightGeometry geometry, float[] weights, BitSet kept) {
    requireSize(geometry, weights);
    if (kept.length() > weights.length) {
      throw new IllegalArgumentException(
          "The mask keeps weight " + (kept.length() - 1) + ", and there are only " + weights.length + ".");
    }
  }

  /** The weights in the form's order, as kernels read them. */
  public float[] values() {
    return values;
  }

  /** The first row of each tile; none where the weights are not in tiles. */
  public int[] firstRows() {
    return firstRows;
  }

  @Override
  public String label() {
    return "dense";
  }

  @Override
  public int weightsRead() {
    return weights;
  }

  @Override
  public long bytes() {
    return (long) Float.BYTES * values.length + (long) Integer.BYTES * firstRows.length;
  }
}
