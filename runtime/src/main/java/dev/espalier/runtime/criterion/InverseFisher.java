package dev.espalier.runtime.criterion;

import dev.espalier.runtime.mask.Mask;
import java.util.Arrays;

/**
 * The inverse of one block of a damped empirical Fisher matrix, built up sample by sample by the Sherman-Morrison
 * formula: {@code F_s^-1 = F_(s-1)^-1 - v v^T / (N + g_s^T v)} with {@code v = F_(s-1)^-1 g_s} and {@code F_0^-1 = I /
 * d} (Singh, Alistarh 2020, equation 3). In double; what a sample's gradient does not reach is skipped.
 */
final class InverseFisher {

  /** A share of the diagonal that rounding may leave of a pivot that is 0. */
  private static final double SMALLEST_PIVOT = 1e-12;

  private final int[] members;
  private final double[][] inverse;
  private final double[] product;
  private final int[] reached;

  /** The inverse of {@code damping} times the identity over these weights. */
  InverseFisher(int[] members, double damping) {
    this.members = members;
    this.inverse = new double[members.length][members.length];
    this.product = new double[members.length];
    this.reached = new int[members.length];
    for (int i = 0; i < members.length; i++) {
      inverse[i][i] = 1 / damping;
    }
  }

  /** Cuts the kept weights into blocks of at most {@code size}. */
  static InverseFisher[] blocks(int[] kept, int size, double damping) {
    InverseFisher[] blocks = new InverseFisher[Math.ceilDiv(kept.length, size)];
    for (int b = 0; b < blocks.length; b++) {
      blocks[b] = new InverseFisher(Arrays.copyOfRange(kept, b * size, Math.min(kept.length, (b + 1) * size)), damping);
    }
    return blocks;
  }

  /** Adds {@code g g^T / samples} to the matrix. */
  void add(float[] gradient, int samples) {
    int count = 0;
    Arrays.fill(product, 0);
    for (int j = 0; j < members.length; j++) {
      double g = gradient[members[j]];
      if (g != 0) {
        double[] row = inverse[j];
        for (int i = 0; i < product.length; i++) {
          product[i] += g * row[i];
        }
      }
    }
    double scale = samples;
    for (int j = 0; j < members.length; j++) {
      if (product[j] != 0) {
        scale += gradient[members[j]] * product[j];
        reached[count++] = j;
      }
    }
    for (int k = 0; k < count; k++) {
      int i = reached[k];
      double[] row = inverse[i];
      double factor = product[i] / scale;
      for (int j = 0; j < row.length; j++) {
        row[j] -= factor * product[j];
      }
    }
  }

  /** The entry of the inverse for two of the block's weights, by their place in the block. */
  double at(int i, int j) {
    return inverse[i][j];
  }

  /** Writes {@code w^2 / (2 [F^-1]_ii)} for the block's weights. */
  void score(float[] w, float[] scores) {
    for (int i = 0; i < members.length; i++) {
      double value = w[members[i]];
      scores[members[i]] = (float) (value * value / (2 * inverse[i][i]));
    }
  }

  /** Updates the block's weights for those of them that will not be kept. */
  void compensate(float[] w, Mask after) {
    int[] going = new int[members.length];
    int count = 0;
    for (int i = 0; i < members.length; i++) {
      if (!after.keeps(members[i])) {
        going[count++] = i;
      }
    }
    if (count == 0 || count == members.length) {
      return;
    }
    double[] multipliers = solve(going, count, w);
    for (int i = 0; i < members.length; i++) {
      double change = 0;
      for (int k = 0; k < count; k++) {
        change += inverse[i][going[k]] * multipliers[k];
      }
      w[members[i]] = (float) (w[members[i]] - change);
    }
  }

  /** Solves {@code (E^T F^-1 E) x = E^T w} by Cholesky's decomposition; the matrix is positive definite. */
  private double[] solve(int[] going, int count, float[] w) {
    double[][] lower = new double[count][count];
    double[] x = new double[count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = inverse[going[i]][going[j]];
        for (int k = 0; k < j; k++) {
          sum -= lower[i][k] * lower[j][k];
        }
        if (i == j && !(sum > SMALLEST_PIVOT * inverse[going[i]][going[i]])) {
          throw new FisherNotInvertibleException(inverse[going[i]][going[i]], sum);
        }
        lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
      }
      double sum = w[members[going[i]]];
      for (int k = 0; k < i; k++) {
        sum -= lower[i][k] * x[k];
      }
      x[i] = sum / lower[i][i];
    }
    for (int i = count - 1; i >= 0; i--) {
      double sum = x[i];
      for (int k = i + 1; k < count; k++) {
        sum -= lower[k][i] * x[k];
      }
      x[i] = sum / lower[i][i];
    }
    return x;
  }
}
