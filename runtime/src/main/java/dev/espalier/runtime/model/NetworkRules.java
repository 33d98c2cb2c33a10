package dev.espalier.runtime.model;

import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.diagnostic.Suggestions;
import dev.espalier.runtime.policy.Breach;
import dev.espalier.runtime.policy.CriterionRules;
import dev.espalier.runtime.policy.PolicyRules;
import dev.espalier.runtime.policy.PolicyTarget;
import dev.espalier.runtime.policy.ScheduleRules;
import dev.espalier.runtime.policy.SettingsRules;
import dev.espalier.runtime.policy.TrainSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The compiler's rules over a network's policies and settings, asked again at run time of what a builder was told
 * instead of the annotations.
 */
public final class NetworkRules {
  private NetworkRules() {}

  /** Everything that the policies and settings of a network break, warnings included. */
  public static List<Problem> check(Blueprint network) {
    List<Problem> problems = new ArrayList<>();
    List<PolicyRules.Planned> planned = new ArrayList<>();
    for (LayerInfo layer : network.layers()) {
      if (layer.pruned() && layer.hasWeights()) {
        planned.add(new PolicyRules.Planned(target(layer, network), layer.policy()));
      } else if (layer.pruned()) {
        problems.add(nothingToPrune(layer, network));
      }
    }
    LayerInfo output = network.output();
    PolicyRules.network(planned, network.train(), output.name(), output.output().features()).stream()
        .map(Breach::problem)
        .forEach(problems::add);
    if (network.train() != null) {
      Map<String, List<Integer>> shapes = new LinkedHashMap<>();
      network.inputs().forEach(input -> shapes.put(input.name(), input.shape()));
      SettingsRules.images(network.train(), shapes).stream().map(Breach::problem).forEach(problems::add);
    }
    WholeLayers.check(network.layers(), planned).stream().map(Breach::problem).forEach(problems::add);
    return problems;
  }

  /**
   * What can only be checked once the training set is known: that rewind points lie before the first pruning, that
   * dynamic masks change, and that scores are taken over no more records than there are.
   *
   * @param samples of the training set, at least 1
   */
  public static List<Problem> checkRun(Blueprint network, long samples) {
    TrainSettings train = network.train();
    long stepsPerEpoch = Math.ceilDiv(samples, (long) train.batch());
    List<Problem> problems = new ArrayList<>(checkSamples(network, samples));
    network.layers().stream()
        .filter(LayerInfo::pruned)
        .flatMap(l -> Stream.of(
            ScheduleRules.rewindPoint(l.name(), l.policy().schedule(), train.epochs(), stepsPerEpoch),
            ScheduleRules.dynamicChanges(l.name(), l.policy().schedule(), train.epochs(), stepsPerEpoch)))
        .flatMap(Optional::stream)
        .forEach(problems::add);
    return problems;
  }

  /** That no policy takes its scores over more records than there are. */
  static List<Problem> checkSamples(Blueprint network, long records) {
    return network.layers().stream()
        .filter(LayerInfo::pruned)
        .map(l -> CriterionRules.samples(l.name(), l.policy(), records))
        .flatMap(Optional::stream)
        .toList();
  }

  /** That a policy is for a layer that exists. */
  public static Optional<Problem> layerExists(Blueprint network, String layer) {
    if (network.indexOf(layer) >= 0) {
      return Optional.empty();
    }
    List<String> names = network.layers().stream().filter(LayerInfo::hasWeights).map(LayerInfo::name).toList();
    return Optional.of(Diagnostic.POLICY_ON_UNKNOWN_LAYER.with(layer, Suggestions.forName(layer, names)));
  }

  /** What a layer's weights can be pruned by, from its kind. */
  public static List<Granularity> granularities(String kind) {
    return switch (kind) {
      case "Dense" -> List.of(Granularity.ELEMENT, Granularity.VECTOR, Granularity.BLOCK, Granularity.NEURON,
          Granularity.CHANNEL, Granularity.N_OF_M, Granularity.COLUMN_COMBINED, Granularity.LAYER);
      case "Conv2d" -> List.of(Granularity.ELEMENT, Granularity.VECTOR, Granularity.BLOCK, Granularity.KERNEL,
          Granularity.FILTER, Granularity.CHANNEL, Granularity.N_OF_M, Granularity.COLUMN_COMBINED, Granularity.LAYER);
      default -> List.of();
    };
  }

  private static List<Granularity> granularities(LayerInfo layer) {
    List<Granularity> granularities = new ArrayList<>(granularities(layer.kind()));
    if (layer.weights().heads().exists()) {
      granularities.add(Granularity.HEAD);
    }
    return granularities;
  }

  private static PolicyTarget target(LayerInfo layer, Blueprint network) {
    WeightGeometry w = layer.weights();
    return new PolicyTarget(layer.name(), layer.kind(), granularities(layer), w.matrix(), w.positions(),
        layer.equals(network.output()), WaysAround.exists(network.layers(), layer.name()),
        network.foldedInto(network.indexOf(layer.name())) >= 0, consumers(network.layers(), layer));
  }

  /** Who consumes a layer, in words. */
  public static String consumers(List<LayerInfo> network, LayerInfo layer) {
    String names = network.stream()
        .filter(l -> l.inputs().contains(layer.name()))
        .map(l -> l.name() + " (@" + l.kind() + ")")
        .collect(Collectors.joining(" and "));
    boolean activated = layer.frozen() != null && layer.frozen().activation() != null;
    String consumed = names.isEmpty() ? "nobody consumes it" : "it is consumed by " + names;
    return activated ? "it carries @Activate, and " + consumed : consumed;
  }

  private static Problem nothingToPrune(LayerInfo layer, Blueprint network) {
    String choices = String.join(", ",
        network.layers().stream().filter(LayerInfo::hasWeights).map(LayerInfo::name).toList());
    return Diagnostic.NOTHING_TO_PRUNE.with(layer.name(), layer.kind(), choices.isEmpty() ? "there is none" : choices);
  }
}
