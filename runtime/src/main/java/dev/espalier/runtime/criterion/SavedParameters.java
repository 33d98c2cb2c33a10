package dev.espalier.runtime.criterion;

import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import java.util.List;

/**
 * The values of everything that is trained, and running means, put back on closing: for criteria that look at the
 * network under others.
 */
final class SavedParameters implements AutoCloseable {

  private final List<LayerParameters> layers;
  private final float[][] weights;
  private final List<Parameter> parameters;
  private final List<float[]> values;
  private final float[][] means;

  SavedParameters(List<LayerParameters> layers) {
    this.layers = layers;
    this.weights = layers.stream().map(l -> l.weight() == null ? null : l.weight().values().clone())
        .toArray(float[][]::new);
    this.parameters = layers.stream().flatMap(l -> l.all().stream()).toList();
    this.values = parameters.stream().map(p -> p.values().clone()).toList();
    this.means = layers.stream().map(l -> l.normalization() == null ? null : l.normalization().runningMean().clone())
        .toArray(float[][]::new);
  }

  /** The weights of a layer as they were; null where it has none. */
  float[] weights(int layer) {
    return weights[layer];
  }

  @Override
  public void close() {
    for (int i = 0; i < values.size(); i++) {
      System.arraycopy(values.get(i), 0, parameters.get(i).values(), 0, values.get(i).length);
    }
    for (int l = 0; l < means.length; l++) {
      if (means[l] != null) {
        System.arraycopy(means[l], 0, layers.get(l).normalization().runningMean(), 0, means[l].length);
      }
    }
  }
}
