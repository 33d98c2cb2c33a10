package dev.espalier.runtime.cost;

import dev.espalier.runtime.encoding.Tiling;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.structure.Cascade;
import dev.espalier.runtime.structure.Left;
import dev.espalier.runtime.structure.Weights;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the policies will take out of a network for good. Nobody knows which filters go before they are scored, but it
 * makes no difference to how many weights their channels take along: the last ones stand for them.
 */
final class PlannedRemoval {
  private final Map<String, Long> kept = new HashMap<>();
  private final Map<String, Left> left = new HashMap<>();
  private final Map<String, Integer> biases = new HashMap<>();
  private final Map<String, Integer> channels = new HashMap<>();

  private PlannedRemoval() {}

  static PlannedRemoval of(Blueprint blueprint) {
    PlannedRemoval removal = new PlannedRemoval();
    List<Weights> weights = new ArrayList<>();
    for (LayerInfo layer : blueprint.layers()) {
      weights.add(layer.hasWeights() ? weights(blueprint, layer) : null);
    }
    Cascade cascade = Cascade.of(blueprint, weights);
    for (int i = 0; i < weights.size(); i++) {
      LayerInfo layer = blueprint.layers().get(i);
      removal.channels.put(layer.name(), cascade.present(i).cardinality());
      if (layer.hasWeights()) {
        removal.left.put(layer.name(), cascade.left(i));
        removal.biases.put(layer.name(), biases(layer, cascade.weights(i), cascade.left(i)));
        removal.kept.put(layer.name(), kept(blueprint, layer, cascade.weights(i).kept().cardinality()));
      }
    }
    return removal;
  }

  private static int biases(LayerInfo layer, Weights weights, Left left) {
    int rows = weights.bias() == null ? 0 : left.rowCount(layer.weights());
    return weights.beginnings() == null
        ? rows : rows + weights.beginnings().of(left.rows(layer.weights())).stored();
  }

  /** Single weights are pruned at random, wherever whole rows and channels go besides. */
  private static long kept(Blueprint blueprint, LayerInfo layer, long afterwards) {
    long own = Expectation.of(layer.policy()).kept(blueprint, layer);
    return takesLines(layer) ? afterwards : Math.round((double) own * afterwards / layer.weights().size());
  }

  /** All weights but those of the whole rows or channels that the policy takes. */
  private static Weights weights(Blueprint blueprint, LayerInfo layer) {
    WeightGeometry geometry = layer.weights();
    BitSet kept = new BitSet(geometry.size());
    kept.set(0, geometry.size());
    if (takesLines(layer)) {
      Tiling tiling = layer.policy().shape().tiling(layer.policy().granularity(), geometry.matrix());
      long stay = Math.round(
          (double) tiling.tiles() * Expectation.of(layer.policy()).kept(blueprint, layer) / geometry.size());
      for (int at = 0; at < geometry.size(); at++) {
        if (tiling.tile(at) >= stay) {
          kept.clear(at);
        }
      }
    }
    return new Weights(new float[geometry.size()], kept, geometry.bias() ? new float[geometry.rows()] : null);
  }

  private static boolean takesLines(LayerInfo layer) {
    return layer.policy() != null && switch (layer.policy().granularity()) {
      case NEURON, FILTER, CHANNEL, HEAD -> true;
      case ELEMENT, VECTOR, BLOCK, KERNEL, N_OF_M, COLUMN_COMBINED, LAYER -> false;
    };
  }

  /** Weights of a layer that are left. */
  long kept(LayerInfo layer) {
    return kept.get(layer.name());
  }

  /** Biases of a layer that are left, with what is stored of the beginnings of its sums. */
  int biases(LayerInfo layer) {
    return biases.get(layer.name());
  }

  /** Channels of a layer's result that are computed. */
  int channels(LayerInfo layer) {
    return channels.get(layer.name());
  }

  /** Rows and channels of a layer that are left. */
  Left left(LayerInfo layer) {
    return left.get(layer.name());
  }
}
