package dev.espalier.runtime.prune;

import dev.espalier.runtime.criterion.Criteria;
import dev.espalier.runtime.criterion.Scoring;
import dev.espalier.runtime.mask.Grouping;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.model.WaysAround;
import dev.espalier.runtime.policy.PrunePolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Prunes the layers of a network by their policies.
 *
 * <p>A sparsity is reached to within half a group (of single weights, exactly: {@code round(sparsity * weights)} are
 * pruned), counted in the policy's unit, biases left out; groups pruned earlier count. Where a layer's own limits, or
 * that every layer keeps a group, stand against it, it comes as near as they let it; the event says what was asked for and
 * what was reached. A threshold keeps what scores at least it. A layer never loses its best group, but where the group is
 * the layer itself and the graph has a way around it. Equal inputs give equal masks.
 */
public final class Pruner {

  /** In the targets of {@link #prune}: the layer is not pruned now. */
  public static final double NOT_NOW = -1;

  private final List<LayerParameters> layers;
  private final long seed;

  /** A pruner of all layers of a network, in its order. */
  public Pruner(List<LayerParameters> layers, long seed) {
    this.layers = List.copyOf(layers);
    this.seed = seed;
  }

  /** Gives a layer with a policy its mask, nothing pruned yet; groups of whole rows take their biases with them. */
  public static void attachMask(LayerParameters layer) {
    LayerInfo info = layer.info();
    if (info.pruned()) {
      apply(layer, Mask.all(Grouping.of(info.policy(), info.weights())));
    }
  }

  /** Sets a layer's mask, and that of its biases where the groups cover them. */
  public static void apply(LayerParameters layer, Mask mask) {
    layer.weight().prune(mask);
    if (mask.grouping().coversBias() && layer.bias() != null) {
      layer.bias().prune(Mask.of(mask.grouping().ofBiases(), mask.groupBits()));
    }
  }

  /**
   * Scores and prunes the layers that are due.
   *
   * @param step completed steps of training
   * @param sparsities for each layer the sparsity to reach (a policy with a threshold uses that instead), or
   *     {@link #NOT_NOW}
   * @return one event a layer that was due, in the network's order
   * @throws ScoreNotANumberException before anything is pruned
   */
  public List<PruningEvent> prune(long step, double[] sparsities) {
    Map<String, List<Integer>> together = new LinkedHashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      LayerInfo info = layers.get(i).info();
      if (info.pruned() && sparsities[i] != NOT_NOW) {
        together.computeIfAbsent(scope(info), key -> new ArrayList<>()).add(i);
      }
    }
    List<Ranking> rankings = new ArrayList<>();
    Set<String> dropped = new HashSet<>();
    for (List<Integer> indices : together.values()) {
      rankings.add(rank(indices, sparsities[indices.getFirst()], step, dropped));
    }
    PruningEvent[] events = new PruningEvent[layers.size()];
    for (Ranking ranking : rankings) {
      for (int k = 0; k < ranking.indices().size(); k++) {
        events[ranking.indices().get(k)] = remove(ranking, k, step);
      }
    }
    return Arrays.stream(events).filter(Objects::nonNull).toList();
  }

  /** What a layer shares with those that it is ranked with. */
  private static String scope(LayerInfo layer) {
    return switch (layer.policy().scope()) {
      case LAYER -> "layer " + layer.name();
      case GROUP -> "group " + layer.policy().ranking().group();
      case GLOBAL -> "all";
    };
  }

  private Ranking rank(List<Integer> indices, double sparsity, long step, Set<String> dropped) {
    List<Scored> scored = new ArrayList<>();
    for (int index : indices) {
      scored.add(score(index, step));
    }
    double threshold = layers.get(indices.getFirst()).info().policy().threshold();
    Removal removal = threshold > 0
        ? Removals.below(scored, threshold, waysAround(dropped)::drop)
        : Removals.toSparsity(scored, sparsity, waysAround(dropped)::drop);
    for (int k = 0; k < indices.size(); k++) {
      if (removal.masks().get(k).keptGroups() == 0) {
        dropped.add(layers.get(indices.get(k)).info().name());
      }
    }
    return new Ranking(indices, removal, threshold > 0 ? Double.NaN : sparsity,
        threshold > 0 ? threshold : removal.lowestKept());
  }

  /** The network without the layers that are gone, and those that go now. */
  private WaysAround waysAround(Set<String> dropped) {
    WaysAround ways = new WaysAround(layers.stream().map(LayerParameters::info).toList());
    dropped.forEach(ways::drop);
    for (LayerParameters layer : layers) {
      if (layer.info().pruned() && layer.weight().mask().keptGroups() == 0) {
        ways.drop(layer.info().name());
      }
    }
    return ways;
  }

  private Scored score(int index, long step) {
    Parameter weight = layers.get(index).weight();
    PrunePolicy policy = layers.get(index).info().policy();
    float[] scores = new float[weight.size()];
    Criteria.of(policy.criterion()).score(new Scoring(weight, seed, index, step), scores);
    float[] groupScores = weight.mask().grouping().sum(scores);
    for (int g = 0; g < groupScores.length; g++) {
      if (Float.isNaN(groupScores[g]) && weight.mask().keepsGroup(g)) {
        throw new ScoreNotANumberException(weight.name(), g, policy.criterion(), step);
      }
    }
    return new Scored(layers.get(index).info(), weight.mask(), groupScores);
  }

  private PruningEvent remove(Ranking ranking, int k, long step) {
    LayerParameters layer = layers.get(ranking.indices().get(k));
    Removal removal = ranking.removal();
    if (removal.groups(k) > 0) {
      apply(layer, removal.masks().get(k));
    }
    return new PruningEvent(step, layer.info().name(), ranking.asked(), removal.reached(), removal.reached(k),
        ranking.threshold(), removal.groups(k), 0, Double.NaN, Double.NaN);
  }

  /** Layers that were ranked together, and what came of it. */
  private record Ranking(List<Integer> indices, Removal removal, double asked, double threshold) {}
}
