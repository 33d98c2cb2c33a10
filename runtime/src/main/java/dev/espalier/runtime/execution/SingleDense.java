package dev.espalier.runtime.execution;

import dev.espalier.runtime.model.WeightGeometry;

/**
 * Every weight, input by input: {@code y += x[i] * W[., i]}, four inputs in one pass over the result. The inner loop
 * runs over
 * the outputs, which HotSpot turns into vectors, and an input of zero costs nothing: ReLU leaves many of them.
 */
public final class SingleDense implements SingleForm {
  private final int rows;
  private final int columns;
  private final float[] transposed;

  private SingleDense(int rows, int columns, float[] transposed) {
    this.rows = rows;
    this.columns = columns;
    this.transposed = transposed;
  }

  /**
   * Packs the weights of a dense layer.
   *
   * @param weights row-major
   * @throws IllegalArgumentException when there are not as many as the geometry has, or the layer is a convolution
   */
  public static SingleDense of(WeightGeometry geometry, float[] weights) {
    DenseForm.requireSize(geometry, weights);
    requireDense(geometry);
    int rows = geometry.rows();
    int columns = geometry.columns();
    float[] transposed = new float[weights.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = weights[row * columns + column];
      }
    }
    return new SingleDense(rows, columns, transposed);
  }

  static void requireDense(WeightGeometry geometry) {
    if (!geometry.isDense() || !geometry.isProduct()) {
      throw new IllegalArgumentException(
          "Only dense layers have a form for one sample, and " + geometry + " is a convolution.");
    }
  }

  @Override
  public String label() {
    return "dense";
  }

  @Override
  public void multiply(float[] slab, int x, int y, float[] bias) {
    SingleForm.start(slab, y, rows, bias);
    int held = 0;
    int first = 0;
    int second = 0;
    int third = 0;
    for (int i = 0; i < columns; i++) {
      if (slab[x + i] == 0) {
        continue;
      }
      switch (held) {
        case 0 -> first = i;
        case 1 -> second = i;
        case 2 -> third = i;
        default -> four(slab, x, y, first, second, third, i);
      }
      held = (held + 1) & 3;
    }
    if (held > 0) {
      one(slab, x, y, first);
    }
    if (held > 1) {
      one(slab, x, y, second);
    }
    if (held > 2) {
      one(slab, x, y, third);
    }
  }

  private void four(float[] slab, int x, int y, int i, int j, int k, int l) {
    float[] weights = transposed;
    float xi = slab[x + i];
    float xj = slab[x + j];
    float xk = slab[x + k];
    float xl = slab[x + l];
    int wi = i * rows;
    int wj = j * rows;
    int wk = k * rows;
    int wl = l * rows;
    for (int o = 0; o < rows; o++) {
      slab[y + o] =
          slab[y + o] + xi * weights[wi + o] + xj * weights[wj + o] + xk * weights[wk + o] + xl * weights[wl + o];
    }
  }

  private void one(float[] slab, int x, int y, int i) {
    float[] weights = transposed;
    float xi = slab[x + i];
    int wi = i * rows;
    for (int o = 0; o < rows; o++) {
      slab[y + o] += xi * weights[wi + o];
    }
  }

  @Override
  public long bytes() {
    return (long) Float.BYTES * transposed.length;
  }
}
