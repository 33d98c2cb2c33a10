package dev.espalier.runtime.train;

import dev.espalier.dsl.Criterion;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.TrainSettings;

/**
 * The sums of {@code -g w} that the criterion MOVEMENT asks for: one more state array of the weights, behind those of
 * the optimizer, so that they are pruned, saved, resumed and forgotten with it.
 */
final class MovementSums {

  private MovementSums() {}

  /** Whether a layer's policy asks for them. */
  static boolean wanted(LayerParameters layer) {
    PrunePolicy policy = layer.info().policy();
    return policy != null && policy.criterion() == Criterion.MOVEMENT && policy.scoring().scorer() == null;
  }

  /** Adds a step's of kept values {@code from} to {@code to - 1}, before their update. Does not allocate. */
  static void add(Parameter weight, float[] sums, int from, int to) {
    float[] w = weight.values();
    float[] g = weight.lastGradient();
    int[] kept = weight.kept();
    boolean packed = weight.isGradientOfKept();
    if (kept == null) {
      for (int i = from; i < to; i++) {
        sums[i] -= g[i] * w[i];
      }
    } else {
      for (int k = from; k < to; k++) {
        sums[k] -= g[packed ? k : kept[k]] * w[kept[k]];
      }
    }
  }

  /** The sums of a layer, one a kept weight; null where none are kept. */
  static float[] of(LayerParameters layer, TrainSettings settings) {
    int slot = UpdateRule.of(settings.optimizer()).slots();
    boolean there = wanted(layer) && layer.weight().stateSlots() > slot;
    return there ? layer.weight().state(slot) : null;
  }
}
