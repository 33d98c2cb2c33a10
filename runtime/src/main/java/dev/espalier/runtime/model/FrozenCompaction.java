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

  /**
   * What is left of each layer's parameters; null where it has none.
   *
   * @param blueprint of the frozen network
   */
  static List<FrozenWeights> compacted(Blueprint blueprint, List<LayerParameters> parameters) {
    List<Weights> weights = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      weights.add(weights(blueprint.layers().get(i), parameters.get(i)));
    }
    Cascade cascade = Cascade.of(blueprint, weights);
    List<FrozenWeights> compacted = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      LayerInfo info = blueprint.layers().get(i);
      compacted.add(
          info.hasWeights() ? FrozenWeights.encode(info, cascade.weights(i), cascade.left(i)) : null);
    }
    return compacted;
  }

  /** Tells a measurement what freezing would leave. */
  static void measure(Blueprint network, List<LayerParameters> parameters, CostMeasurement measurement) {
    Blueprint blueprint = network.frozen();
    List<FrozenWeights> compacted = compacted(blueprint, parameters);
    List<BitSet> present = present(blueprint, compacted);
    for (int i = 0; i < compacted.size(); i++) {
      LayerInfo info = blueprint.layers().get(i);
      measurement.channels(info.name(), present.get(i).cardinality());
      if (info.hasWeights()) {
        measurement.kept(info.name(), compacted.get(i).expanded(info).kept());
        measurement.left(info.name(), compacted.get(i).left(), compacted.get(i).biases());
      }
    }
  }

  /** Batch normalisations that no weights take in; null for any other layer. */
  static List<FrozenNormalization> normalizations(Blueprint blueprint, List<LayerParameters> parameters) {
    List<FrozenNormalization> normalizations = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      boolean alone = blueprint.layers().get(i).standsAlone();
      normalizations.add(alone ? FrozenNormalization.of(parameters.get(i).normalization()) : null);
    }
    return normalizations;
  }

  /** A layer's weights, with the batch normalisation in them that alone consumes it. */
  private static Weights weights(LayerInfo info, LayerParameters layer) {
    if (info.standsAlone()) {
      FrozenNormalization alone = FrozenNormalization.of(layer.normalization());
      return new Weights(alone.factor(), new BitSet(), alone.offset());
    }
    if (layer.weight() == null) {
      return null;
    }
    if (layer.normalizedBy() != null) {
      FrozenNormalization by = FrozenNormalization.of(layer.normalizedBy());
      return new Weights(by.weights(layer.weight().values()), kept(layer.weight()), by.bias(layer.bias()));
    }
    return new Weights(
        layer.gates() == null ? layer.weight().values() : layer.gates().gated(),
        kept(layer.weight()), layer.bias() == null ? null : layer.bias().values());
  }

  private static BitSet kept(Parameter weight) {
    return weight.mask() != null ? weight.mask().elementBits() : all(weight.size());
  }

  /** The layers with what each computes: rows that are left, and what the graph makes of them. */
  static List<FrozenLayer> layers(
      Blueprint blueprint, List<FrozenWeights> weights, List<FrozenNormalization> normalizations) {
    List<BitSet> present = present(blueprint, weights);
    List<FrozenLayer> layers = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      LayerInfo info = blueprint.layers().get(i);
      FrozenWeights of = weights.get(i);
      layers.add(of == null
          ? FrozenLayer.without(info, present.get(i), normalizations.get(i))
          : FrozenLayer.of(info, of));
    }
    return List.copyOf(layers);
  }

  /** For each layer the channels of its result that are computed. */
  private static List<BitSet> present(Blueprint blueprint, List<FrozenWeights> weights) {
    Map<String, BitSet> present = new HashMap<>();
    for (InputInfo input : blueprint.inputs()) {
      present.put(input.name(), all(input.training().channels()));
    }
    List<BitSet> results = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      LayerInfo info = blueprint.layers().get(i);
      BitSet of = weights.get(i) == null
          ? result(blueprint, info, present)
          : info.channels().flow() == ChannelFlow.OWN
              ? weights.get(i).left().rows(info.weights())
              : all(info.output().channels());
      present.put(info.name(), of);
      results.add(of);
    }
    return results;
  }

  /** The channels of a result whose inputs are there. */
  private static BitSet result(Blueprint blueprint, LayerInfo info, Map<String, BitSet> present) {
    BitSet result = all(info.output().channels());
    if (!info.channels().removable()) {
      return result;
    }
    BitSet first = present.get(info.inputs().getFirst());
    switch (info.channels().flow()) {
      case EACH, PADDED, SCALED -> result.and(first);
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
      case HEADS -> {
        info.inputs().forEach(input -> result.and(present.get(input)));
        return info.channels().wholeHeads(result, info.output().channels());
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
