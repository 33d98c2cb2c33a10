package dev.espalier.bench.task;

import dev.espalier.bench.pattern.SparseMatrix;
import java.util.List;

/**
 * The gradients of {@code Y = W X} given that of Y: {@code dX = W' dY} (k x n) and {@code dW = dY X'} at the kept
 * places of W. A result is dX row by row and dW in the order of W's values; a contender that computes all of dW gathers
 * it.
 *
 * @param product W and X
 * @param dy the gradient of Y, m x n row by row
 */
@SuppressWarnings("ArrayRecordComponent") // Shared by all contenders; tasks are not compared.
public record Gradients(Product product, float[] dy) implements Task {

  /** Draws the gradient of Y. */
  public static Gradients of(Product product) {
    ProductShape shape = product.shapes();
    return new Gradients(product, Numbers.uniform(Math.multiplyExact(shape.m(), shape.n()), 13));
  }

  @Override
  public Kind kind() {
    return Kind.BACKWARD;
  }

  @Override
  public String shape() {
    return product.shape();
  }

  @Override
  public String pattern() {
    return product.pattern();
  }

  @Override
  public double sparsity() {
    return product.sparsity();
  }

  @Override
  public double usefulOperations() {
    return 2 * product.usefulOperations();
  }

  @Override
  public List<Expected> expected() {
    SparseMatrix weights = product.weights();
    int n = product.shapes().n();
    double[] dx = new double[product.shapes().k() * n];
    double[] dxScales = new double[dx.length];
    double[] dw = new double[weights.kept()];
    double[] dwScales = new double[dw.length];
    for (int row = 0; row < weights.rows(); row++) {
      for (int i = weights.pointers()[row]; i < weights.pointers()[row + 1]; i++) {
        int column = weights.indices()[i];
        Product.addScaled(dx, dxScales, column * n, weights.values()[i], dy, row * n, n);
        for (int j = 0; j < n; j++) {
          double term = (double) dy[row * n + j] * product.x()[column * n + j];
          dw[i] += term;
          dwScales[i] += Math.abs(term);
        }
      }
    }
    return List.of(new Expected("dX", null, dx, dxScales), new Expected("dW", null, dw, dwScales));
  }
}
