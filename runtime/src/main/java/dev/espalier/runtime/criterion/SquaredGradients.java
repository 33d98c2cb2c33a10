package dev.espalier.runtime.criterion;

import dev.espalier.runtime.model.LayerParameters;
import java.util.List;

/** The diagonal of the empirical Fisher matrix: the mean over samples of the squared gradient of each one's loss. */
final class SquaredGradients {

  private SquaredGradients() {}

  /** For each layer one a weight; null where it has none. */
  static double[][] mean(SampledNetwork network, int samples, long step) {
    List<LayerParameters> layers = network.layers();
    double[][] sums = layers.stream().map(l -> l.weight() == null ? null : new double[l.weight().size()])
        .toArray(double[][]::new);
    network.eachLossGradient(samples, step, () -> {
      for (int l = 0; l < sums.length; l++) {
        if (sums[l] != null) {
          add(layers.get(l).weight().gradient(), sums[l]);
        }
      }
    });
    int records = network.records(samples);
    for (double[] sum : sums) {
      for (int i = 0; sum != null && i < sum.length; i++) {
        sum[i] /= records;
      }
    }
    return sums;
  }

  private static void add(float[] gradient, double[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += (double) gradient[i] * gradient[i];
    }
  }
}
