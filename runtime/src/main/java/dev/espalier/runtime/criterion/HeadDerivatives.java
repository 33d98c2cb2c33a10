package dev.espalier.runtime.criterion;

import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.policy.HeadSide;
import java.util.List;

/**
 * Derivatives of single samples' losses by the mask variables of attention heads. A head's result is multiplied by its
 * variable and then by the head's columns of the projection alone, {@code z = sum_h xi_h W_h y_h + b}, so that at
 * {@code xi = 1} the derivative is {@code dL/dxi_h = sum of W_h dL/dW_h} over those columns: no pass needs to know of
 * the variables.
 */
final class HeadDerivatives {

  private HeadDerivatives() {}

  /** For each projection of attention the mean absolute derivative of each of its heads; null for other layers. */
  static double[][] meanAbsolute(SampledNetwork network, int samples, long step) {
    List<LayerParameters> layers = network.layers();
    double[][] means = new double[layers.size()][];
    for (int i = 0; i < means.length; i++) {
      HeadSide heads = layers.get(i).weight() == null ? HeadSide.NONE : layers.get(i).info().weights().heads();
      means[i] = heads.exists() && !heads.rows() ? new double[heads.count()] : null;
    }
    network.eachLossGradient(samples, step, () -> {
      for (int i = 0; i < means.length; i++) {
        if (means[i] != null) {
          add(layers.get(i).weight(), means[i]);
        }
      }
    });
    int records = network.records(samples);
    for (double[] mean : means) {
      for (int h = 0; mean != null && h < mean.length; h++) {
        mean[h] /= records;
      }
    }
    return means;
  }

  private static void add(Parameter projection, double[] sums) {
    float[] w = projection.values();
    float[] g = projection.gradient();
    int columns = projection.columns();
    int size = columns / sums.length;
    for (int h = 0; h < sums.length; h++) {
      double derivative = 0;
      for (int row = 0; row < projection.rows(); row++) {
        int first = row * columns + h * size;
        for (int at = first; at < first + size; at++) {
          derivative += (double) g[at] * w[at];
        }
      }
      sums[h] += Math.abs(derivative);
    }
  }
}
