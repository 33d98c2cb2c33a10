package dev.espalier.runtime.criterion;

import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Normalization;
import java.util.Arrays;
import java.util.List;

/**
 * Synaptic flow (Tanaka, Kunin, Yamins, Ganguli: "Pruning neural networks without any data by iteratively conserving
 * synaptic flow", 2020, equation 3): {@code |w| dR/d|w|} with R the sum of the outputs when every kept weight is its
 * absolute value, every bias 0 and every input 1. Over the weights into a unit it sums up to the same as over the
 * weights out of it, and over each layer of a chain to R.
 *
 * <p>As in the authors' program, activations stay as they are. RELU is the identity on what is not negative, and so are
 * pooling and residual sums linear; a network of TANH or SIGMOID saturates, and its flow is conserved no more.
 */
final class SynapticFlow {

  private SynapticFlow() {}

  /** For each layer one a weight; null where it has none. */
  static double[][] of(SampledNetwork network, Evidence evidence) {
    List<LayerParameters> layers = network.layers();
    try (SavedParameters saved = new SavedParameters(layers)) {
      for (int l = 0; l < layers.size(); l++) {
        LayerParameters layer = layers.get(l);
        if (layer.weight() != null) {
          absolute(layer.weight().values(), evidence, l);
        }
        if (layer.bias() != null) {
          Arrays.fill(layer.bias().values(), 0);
        }
        if (layer.normalization() != null) {
          linear(layer.normalization());
        }
      }
      double[][] flow = network.outputGradients();
      for (int l = 0; l < flow.length; l++) {
        for (int i = 0; flow[l] != null && i < flow[l].length; i++) {
          flow[l][i] = evidence.keeps(l, i) ? flow[l][i] * Math.abs(saved.weights(l)[i]) : 0;
        }
      }
      return flow;
    }
  }

  /** What is not negative stays it: scales as absolute values, nothing added. */
  private static void linear(Normalization norm) {
    float[] scales = norm.scale().values();
    for (int c = 0; c < scales.length; c++) {
      scales[c] = Math.abs(scales[c]);
    }
    Arrays.fill(norm.shift().values(), 0);
    Arrays.fill(norm.runningMean(), 0);
  }

  private static void absolute(float[] w, Evidence evidence, int layer) {
    for (int i = 0; i < w.length; i++) {
      w[i] = evidence.keeps(layer, i) ? Math.abs(w[i]) : 0;
    }
  }
}
