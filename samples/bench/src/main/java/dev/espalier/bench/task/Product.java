package dev.espalier.bench.task;

import dev.espalier.bench.pattern.SparseMatrix;
import java.util.List;

/**
 * {@code Y = W X}: W of m x k, X of k x n, a column of X for each sample. A result is Y row by row.
 *
 * @param shapes m, k and n
 * @param pattern the name of W's pattern
 * @param weights W
 * @param x X row by row
 */
@SuppressWarnings("ArrayRecordComponent") // Shared by all contenders; products are not compared.
public record Product(ProductShape shapes, String pattern, SparseMatrix weights, float[] x) implements Task {

  /** Draws X. */
  public static Product of(int n, String pattern, SparseMatrix weights) {
    ProductShape shape = new ProductShape(weights.rows(), weights.columns(), n);
    return new Product(shape, pattern, weights, Numbers.uniform(Math.multiplyExact(shape.k(), n), 11));
  }

  @Override
  public Kind kind() {
    return Kind.FORWARD;
  }

  @Override
  public String shape() {
    return shapes.toString();
  }

  @Override
  public double sparsity() {
    return weights.sparsity();
  }

  @Override
  public double usefulOperations() {
    return 2.0 * weights.kept() * shapes.n();
  }

  @Override
  public List<Expected> expected() {
    int n = shapes.n();
    double[] y = new double[shapes.m() * n];
    double[] scales = new double[y.length];
    for (int row = 0; row < shapes.m(); row++) {
      for (int i = weights.pointers()[row]; i < weights.pointers()[row + 1]; i++) {
        double weight = weights.values()[i];
        addScaled(y, scales, row * n, weight, x, weights.indices()[i] * n, n);
      }
    }
    return List.of(new Expected("Y", null, y, scales));
  }

  /** {@code y += weight * x} over n numbers, and the magnitudes of the summands into scales. */
  static void addScaled(double[] y, double[] scales, int to, double weight, float[] x, int from, int n) {
    for (int j = 0; j < n; j++) {
      double product = weight * x[from + j];
      y[to + j] += product;
      scales[to + j] += Math.abs(product);
    }
  }
}
