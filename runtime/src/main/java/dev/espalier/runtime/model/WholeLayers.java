package dev.espalier.runtime.model;

import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Scope;
import dev.espalier.dsl.Unit;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Figures;
import dev.espalier.runtime.policy.Breach;
import dev.espalier.runtime.policy.PolicyRules.Planned;
import dev.espalier.runtime.policy.PolicyTarget;
import dev.espalier.runtime.policy.PrunePolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The rule that the graph can spare what policies with granularity LAYER are to remove: of two ways around each other
 * one stays. The layers that can go together and weigh most are searched for; where that takes too long, nothing is
 * refused.
 */
public final class WholeLayers {

  private static final int MOST_STEPS = 20_000;

  private final WaysAround ways;
  private final List<Planned> layers;
  private final long[] left;
  private final List<String> gone = new ArrayList<>();
  private List<String> best = List.of();
  private long most = -1;
  private int steps;

  private WholeLayers(List<LayerInfo> graph, List<Planned> ranked) {
    this.ways = new WaysAround(graph);
    this.layers = ranked.stream().sorted(Comparator.comparingLong(WholeLayers::amount).reversed()).toList();
    this.left = new long[layers.size() + 1];
    for (int i = layers.size() - 1; i >= 0; i--) {
      left[i] = left[i + 1] + amount(layers.get(i));
    }
  }

  /**
   * What the policies of a network ask of the graph in vain.
   *
   * @param graph all layers, each after what it consumes and the output last
   */
  public static List<Breach> check(List<LayerInfo> graph, List<Planned> planned) {
    Map<String, List<Planned>> scopes = new LinkedHashMap<>();
    for (Planned p : planned) {
      PrunePolicy policy = p.policy();
      if (policy.granularity() == Granularity.LAYER && policy.scope() != Scope.LAYER && policy.threshold() == 0) {
        String group = policy.scope() == Scope.GROUP ? policy.ranking().group() : "";
        scopes.computeIfAbsent(policy.scope() + group, key -> new ArrayList<>()).add(p);
      }
    }
    List<Breach> breaches = new ArrayList<>();
    for (List<Planned> ranked : scopes.values()) {
      if (ranked.stream().map(Planned::layer).allMatch(PolicyTarget::bypassed)) {
        scope(graph, ranked, breaches);
      }
    }
    return breaches;
  }

  private static void scope(List<LayerInfo> graph, List<Planned> ranked, List<Breach> breaches) {
    WholeLayers search = new WholeLayers(graph, ranked);
    search.from(0, 0);
    long all = search.left[0];
    double asked = ranked.getFirst().policy().sparsity() * all;
    double half = amount(search.layers.getFirst()) / 2.0;
    if (search.steps < MOST_STEPS && asked > search.most + half) {
      String names = ranked.stream().map(p -> p.layer().name()).collect(Collectors.joining(" + "));
      List<String> spared = ranked.stream().map(p -> p.layer().name()).filter(search.best::contains).toList();
      breaches.add(new Breach(ranked.getFirst().layer().name(), "sparsity", Diagnostic.LAYERS_OUT_OF_REACH.with(
          names, Figures.of(ranked.getFirst().policy().sparsity()), String.join(" + ", spared),
          Figures.percent((double) search.most / all), Figures.atMost((double) search.most / all, all))));
    }
  }

  /** Tries every set of the layers from here on that could still be the heaviest, larger sets first. */
  private void from(int next, long amount) {
    if (amount > most) {
      most = amount;
      best = List.copyOf(gone);
    }
    if (next == layers.size() || amount + left[next] <= most || ++steps >= MOST_STEPS) {
      return;
    }
    String layer = layers.get(next).layer().name();
    if (ways.drop(layer)) {
      gone.add(layer);
      from(next + 1, amount + amount(layers.get(next)));
      gone.removeLast();
      ways.restore(layer);
    }
    from(next + 1, amount);
  }

  private static long amount(Planned planned) {
    PolicyTarget layer = planned.layer();
    return planned.policy().unit() == Unit.BYTES ? (long) layer.size() * Float.BYTES : layer.whole(planned.policy());
  }
}
