package dev.espalier.runtime.criterion;

import dev.espalier.runtime.model.LayerParameters;
import java.util.List;

/** The values of all weights and biases, put back on closing: for criteria that look at the network under others. */
final class SavedParameters implements AutoCloseable {

  private final List<LayerParameters> layers;
  private final float[][] weights;
  private final float[][] biases;

  SavedParameters(List<LayerParameters> layers) {
    this.layers = layers;
    this.weights = layers.stream().map(l -> l.weight() == null ? null : l.weight().values().clone())
        .toArray(float[][]::new);
    this.biases = layers.stream().map(l -> l.bias() == null ? null : l.bias().values().clone())
        .toArray(float[][]::new);
  }

  /** The weights of a layer as they were; null where it has none. */
  float[] weights(int layer) {
    return weights[layer];
  }

  @Override
  public void close() {
    for (int l = 0; l < weights.length; l++) {
      if (weights[l] != null) {
        System.arraycopy(weights[l], 0, layers.get(l).weight().values(), 0, weights[l].length);
      }
      if (biases[l] != null) {
        System.arraycopy(biases[l], 0, layers.get(l).bias().values(), 0, biases[l].length);
      }
    }
  }
}
