package dev.espalier.runtime.train;

import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.DropoutInfo;
import dev.espalier.runtime.random.Randomness;
import java.util.Arrays;
import java.util.List;

/**
 * Fills the factors of dropout layers (Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov 2014). What a step
 * drops of a sample follows from the seed, the layer, the step and the sample's place in the batch alone.
 */
final class Dropouts {

  /** A batch has at most so many samples, as a power of two. */
  private static final int SAMPLE_BITS = 31;
  private static final long PURPOSE = Randomness.purpose("dropout");

  private final List<DropoutInfo> layers;
  private final Slab slab;
  private final long seed;
  private final Randomness random;

  Dropouts(List<DropoutInfo> layers, Slab slab, long seed) {
    this.layers = List.copyOf(layers);
    this.slab = slab;
    this.seed = seed;
    this.random = Randomness.stream(seed, PURPOSE, 0);
  }

  /**
   * For training in a step, counted from 0.
   *
   * @param first the sample of the batch in lane 0
   */
  void draw(long step, int first) {
    int lanes = slab.lanes();
    for (int k = 0; k < layers.size(); k++) {
      DropoutInfo layer = layers.get(k);
      float rate = (float) layer.rate();
      float factor = (float) (1 / (1 - layer.rate()));
      float[] values = slab.values();
      int start = slab.address(layer.line());
      for (int lane = 0; lane < lanes; lane++) {
        random.reseed(seed, PURPOSE + layer.layer(), (step << SAMPLE_BITS) + first + lane);
        for (int i = 0; i < layer.lines(); i++) {
          values[start + i * lanes + lane] = random.nextFloat() < rate ? 0 : factor;
        }
      }
    }
  }

  /** For evaluation: nothing is dropped. */
  void keepAll() {
    for (int k = 0; k < layers.size(); k++) {
      DropoutInfo layer = layers.get(k);
      Arrays.fill(slab.values(), slab.address(layer.line()), slab.address(layer.line() + layer.lines()), 1);
    }
  }
}
