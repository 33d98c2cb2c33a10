package dev.espalier.runtime.train;

import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.model.WeightUse;
import dev.espalier.runtime.random.Randomness;
import java.util.Arrays;
import java.util.List;

/**
 * Initial values: weights uniform in {@code [-a, a)} with {@code a = sqrt(6 / (fanIn + fanOut))}, biases 0 (Glorot,
 * Bengio: "Understanding the difficulty of training deep feedforward neural networks", 2010, equation 16). A weight's
 * value follows from the seed, the attempt and its place in the network alone, whatever is pruned. Rows of a table are
 * of variance {@code 1 / width}, so that a row has length 1 or so; scales are 1.
 */
public final class GlorotUniform {

  private static final long PURPOSE = Randomness.purpose("initialisation");

  private GlorotUniform() {}

  /**
   * Writes initial values; pruned ones stay +0.
   *
   * @param attempt 0 for a new network; others give independent values
   */
  public static void initialise(List<LayerParameters> layers, long seed, long attempt) {
    for (int i = 0; i < layers.size(); i++) {
      LayerParameters layer = layers.get(i);
      if (layer.weight() != null) {
        draw(layer, Randomness.stream(seed, PURPOSE + i, attempt));
      }
      if (layer.bias() != null) {
        Arrays.fill(layer.bias().values(), layer.info().initialBias());
      }
      if (layer.normalization() != null) {
        layer.normalization().reset();
      }
      if (layer.gates() != null) {
        layer.gates().reset();
      }
    }
  }

  /** The largest absolute value of an initial weight. */
  public static double limit(WeightGeometry geometry) {
    return switch (geometry.use()) {
      case PRODUCT -> Math.sqrt(6.0 / ((double) geometry.fanIn() + geometry.fanOut()));
      case TABLE -> Math.sqrt(3.0 / geometry.columns());
      case SCALE -> 1;
      case THRESHOLD -> 0;
    };
  }

  private static void draw(LayerParameters layer, Randomness random) {
    Parameter weight = layer.weight();
    WeightGeometry geometry = layer.info().weights();
    float limit = (float) limit(geometry);
    float[] values = weight.values();
    if (geometry.use() == WeightUse.SCALE) {
      Arrays.fill(values, 1);
      return;
    }
    if (geometry.use() == WeightUse.THRESHOLD) {
      Arrays.fill(values, (float) layer.info().learnedThreshold().start());
      return;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat(-limit, limit);
    }
    weight.zeroPruned();
  }
}
