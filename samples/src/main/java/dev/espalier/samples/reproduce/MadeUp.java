package dev.espalier.samples.reproduce;

import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Normalization;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.random.Randomness;

/** Parameters that are none of a training but look like it: for measurements that ask for nothing else. */
public final class MadeUp {

  private MadeUp() {}

  /** Gives biases and batch normalisations numbers at random, as a training would; weights stay as they were drawn. */
  public static void parameters(PrunableNetwork network, long seed) {
    Randomness random = Randomness.stream(seed, "made up", 0);
    for (LayerParameters layer : network.layers()) {
      if (layer.bias() != null) {
        fill(layer.bias().values(), random, -0.1f, 0.1f);
      }
      Normalization norm = layer.normalization();
      if (norm != null) {
        fill(norm.scale().values(), random, 0.5f, 1.5f);
        fill(norm.shift().values(), random, -0.5f, 0.5f);
        fill(norm.runningMean(), random, -0.5f, 0.5f);
        fill(norm.runningVariance(), random, 0.5f, 2);
      }
    }
  }

  private static void fill(float[] values, Randomness random, float from, float to) {
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat(from, to);
    }
  }
}
