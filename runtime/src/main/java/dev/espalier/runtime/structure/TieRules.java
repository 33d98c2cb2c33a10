package dev.espalier.runtime.structure;

import dev.espalier.dsl.Densities;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.ScheduleKind;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.policy.Breach;
import dev.espalier.runtime.policy.PrunePolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Rules of policies over channels that the graph ties together: whole filters leave together or not at all, so that the
 * layers that make them are pruned alike. A depthwise convolution without such a policy follows the channels that it
 * reads. So do the four matrices of attention whose heads a policy takes.
 */
public final class TieRules {

  private TieRules() {}

  /** What the policies of a network break, each layer named once. */
  public static List<Breach> check(Blueprint blueprint) {
    List<Breach> breaches = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (ChannelTie tie : ChannelTies.of(blueprint)) {
      check(tie, TieRules::takesRows, blueprint, named, breaches);
    }
    for (ChannelTie tie : HeadTies.of(blueprint)) {
      check(tie, TieRules::takesHeads, blueprint, named, breaches);
    }
    return breaches;
  }

  private static void check(ChannelTie tie, Predicate<LayerInfo> takes, Blueprint blueprint, Set<String> named,
      List<Breach> breaches) {
    List<LayerInfo> members = tie.spans().stream()
        .map(ChannelTie.Span::layer).distinct().map(l -> blueprint.layers().get(blueprint.indexOf(l))).toList();
    LayerInfo first = members.stream().filter(takes).findFirst().orElse(null);
    if (first != null && named.add(first.name())) {
      check(tie, takes, first, members, blueprint, breaches);
    }
  }

  private static void check(
      ChannelTie tie, Predicate<LayerInfo> takes, LayerInfo first, List<LayerInfo> members, Blueprint blueprint,
      List<Breach> breaches) {
    if (tie.fixed() && !first.equals(blueprint.output())) {
      breaches.add(new Breach(first.name(), "granularity", Diagnostic.TIED_TO_FIXED.with(
          first.name(), first.policy().granularity(), chain(tie))));
      return;
    }
    for (LayerInfo other : members) {
      if (takes.test(other) ? !alike(first.policy(), other.policy()) : !follows(other)) {
        breaches.add(new Breach(first.name(), "", Diagnostic.TIED_POLICIES_DIFFER.with(
            first.name(), text(first), other.name(), text(other), chain(tie))));
        return;
      }
    }
    boolean several = members.stream().filter(takes).count() > 1;
    if (several && first.policy().schedule().kind() == ScheduleKind.DYNAMIC) {
      breaches.add(new Breach(first.name(), "schedule", Diagnostic.TIED_LAYER_BY_LAYER.with(
          first.name(), "schedule DYNAMIC", chain(tie))));
    } else if (several && first.policy().ranking().densities() != Densities.RANKED) {
      breaches.add(new Breach(first.name(), "densities", Diagnostic.TIED_LAYER_BY_LAYER.with(
          first.name(), "densities = " + first.policy().ranking().densities(), chain(tie))));
    }
  }

  /** Equal but for how they are stored. */
  private static boolean alike(PrunePolicy a, PrunePolicy b) {
    return a.granularity(b.granularity()).encoding(b.encoding()).equals(b);
  }

  private static boolean follows(LayerInfo layer) {
    WeightGeometry weights = layer.weights();
    return weights.groups() > 1 && weights.groups() == weights.channels();
  }

  /** Whether a policy takes whole rows of the weights, and with them channels of the result. */
  static boolean takesRows(LayerInfo layer) {
    return layer.pruned()
        && (layer.policy().granularity() == Granularity.FILTER || layer.policy().granularity() == Granularity.NEURON);
  }

  /** Whether a policy takes heads of attention. */
  static boolean takesHeads(LayerInfo layer) {
    return layer.pruned() && layer.policy().granularity() == Granularity.HEAD;
  }

  private static String text(LayerInfo layer) {
    if (!layer.pruned()) {
      return "no policy";
    }
    PrunePolicy policy = layer.policy();
    return (policy.threshold() > 0 ? "threshold = " + policy.threshold() : "sparsity = " + policy.sparsity())
        + ", granularity = " + policy.granularity() + ", criterion = " + policy.criterionName() + ", schedule = "
        + policy.schedule().kind() + ", scope = " + policy.scope();
  }

  private static String chain(ChannelTie tie) {
    return String.join(", ", tie.joins());
  }
}
