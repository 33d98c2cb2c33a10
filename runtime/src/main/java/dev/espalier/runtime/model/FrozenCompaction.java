package dev.espalier.runtime.model;

import dev.espalier.runtime.cost.CostMeasurement;
import dev.espalier.runtime.structure.Cascade;
import dev.espalier.runtime.structure.Weights;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From trained parameters, or those of a file, to frozen layers: what was pruned leaves the network. */
final class FrozenCompaction {

  private FrozenCompaction() {}

  /** What is left of each layer's parameters; null where it has none. */
  static List<FrozenWeights> compacted(Blueprint blueprint, List<LayerParameters> parameters) {
    Cascade cascade = Cascade.of(blueprint, parameters.stream().map(FrozenCompaction::weights).toList());
    List<FrozenWeights> compacted = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      LayerInfo info = blueprint.layers().get(i);
      compacted.add(
          info.hasWeights() ? FrozenWeights.encode(info, cascade.weights(i), cascade.left(i)) : null);
    }
    return compacted;
  }

  /** Tells a measurement what freezing would leave. */
  static void measure(Blueprint blueprint, List<LayerParameters> parameters, CostMeasurement measurement) {
    List<FrozenWeights> compacted = compacted(blueprint, parameters);
    for (int i = 0; i < compacted.size(); i++) {
      LayerInfo info = blueprint.layers().get(i);
      if (info.hasWeights()) {
        measurement.kept(info.name(), compacted.get(i).expanded(info).kept());
        measurement.left(info.name(), compacted.get(i).left(), compacted.get(i).biases());
      }
    }
  }

  private static Weights weights(LayerParameters layer) {
    if (layer.weight() == null) {
      return null;
    }
    return new Weights(
        layer.weight().values(), kept(layer.weight()), layer.bias() == null ? null : layer.bias().values());
  }

  private static BitSet kept(Parameter weight) {
    return weight.mask() != null ? weight.mask().elementBits() : all(weight.size());
  }

  /** The layers with what each computes: rows that are left, and what the graph makes of them. */
  static List<FrozenLayer> layers(Blueprint blueprint, List<FrozenWeights> weights) {
    Map<String, BitSet> present = new HashMap<>();
    for (InputInfo input : blueprint.inputs()) {
      present.put(input.name(), all(input.training().channels()));
    }
    List<FrozenLayer> layers = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      LayerInfo info = blueprint.layers().get(i);
      FrozenWeights of = weights.get(i);
      FrozenLayer layer =
          of == null ? FrozenLayer.without(info, result(blueprint, info, present)) : FrozenLayer.of(info, of);
      present.put(info.name(), layer.present());
      layers.add(layer);
    }
    return List.copyOf(layers);
  }

  /** The channels of a result whose inputs are there. */
  private static BitSet result(Blueprint blueprint, LayerInfo info, Map<String, BitSet> present) {
    BitSet result = all(info.output().channels());
    if (!info.channels().removable()) {
      return result;
    }
    BitSet first = present.get(info.inputs().getFirst());
    switch (info.channels().flow()) {
      case EACH, PADDED -> result.and(first);
      case SUM -> info.inputs().forEach(input -> result.and(present.get(input)));
      case JOINED -> {
        int next = 0;
        for (String input : info.inputs()) {
          for (int c = 0; c < channels(blueprint, input); c++) {
            result.set(next++, present.get(input).get(c));
          }
        }
      }
      case FLATTENED -> {
        int plane = result.length() / channels(blueprint, info.inputs().getFirst());
        for (int c = 0; c < info.output().channels(); c++) {
          result.set(c, first.get(c / plane));
        }
      }
      case OWN, MIXED -> {}
    }
    return result;
  }

  private static int channels(Blueprint blueprint, String value) {
    return blueprint.trainingLayout(value).channels();
  }

  private static BitSet all(int count) {
    BitSet all = new BitSet(count);
    all.set(0, count);
    return all;
  }
}
