package dev.espalier.bench.pattern;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * A matrix by compressed sparse rows, column indices rising within a row.
 *
 * @param rows rows, at least 1
 * @param columns columns, at least 1
 * @param pointers where each row begins, {@code rows + 1} numbers
 * @param indices the column of each kept value
 * @param values the kept values, none of them zero
 */
@SuppressWarnings("ArrayRecordComponent") // Contenders hand the arrays to native code; matrices are not compared.
public record SparseMatrix(int rows, int columns, int[] pointers, int[] indices, float[] values) {

  /** A matrix of a pattern, with values drawn from (-1, 1), none nearer to zero than 0.01. */
  public static SparseMatrix withValues(int rows, int columns, int[] pointers, int[] indices, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[indices.length];
    for (int i = 0; i < values.length; i++) {
      float magnitude = (float) random.nextDouble(0.01, 1);
      values[i] = random.nextBoolean() ? magnitude : -magnitude;
    }
    return new SparseMatrix(rows, columns, pointers, indices, values);
  }

  /** A matrix whose kept places are true, row by row. */
  static SparseMatrix ofKept(boolean[] kept, int rows, int columns, long seed) {
    int[] pointers = new int[rows + 1];
    int[] indices = new int[kept.length];
    int count = 0;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        if (kept[row * columns + column]) {
          indices[count++] = column;
        }
      }
      pointers[row + 1] = count;
    }
    return withValues(rows, columns, pointers, Arrays.copyOf(indices, count), seed);
  }

  /** Kept values. */
  public int kept() {
    return values.length;
  }

  /** The share of zeros, 0 to 1. */
  public double sparsity() {
    return 1 - (double) kept() / ((double) rows * columns);
  }

  /** The kept places, row by row. */
  public BitSet mask() {
    BitSet mask = new BitSet(rows * columns);
    for (int row = 0; row < rows; row++) {
      for (int i = pointers[row]; i < pointers[row + 1]; i++) {
        mask.set(row * columns + indices[i]);
      }
    }
    return mask;
  }

  /** All values row by row, zeros included. */
  public float[] dense() {
    float[] all = new float[Math.multiplyExact(rows, columns)];
    for (int row = 0; row < rows; row++) {
      for (int i = pointers[row]; i < pointers[row + 1]; i++) {
        all[row * columns + indices[i]] = values[i];
      }
    }
    return all;
  }

  /** The numbers of a dense matrix of the same shape at the kept places, in order. */
  public float[] gather(float[] dense) {
    float[] gathered = new float[kept()];
    for (int row = 0; row < rows; row++) {
      for (int i = pointers[row]; i < pointers[row + 1]; i++) {
        gathered[i] = dense[row * columns + indices[i]];
      }
    }
    return gathered;
  }

  /** The values multiplied by a factor. */
  public SparseMatrix scaled(double factor) {
    float[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (scaled[i] * factor);
    }
    return new SparseMatrix(rows, columns, pointers, indices, scaled);
  }
}
