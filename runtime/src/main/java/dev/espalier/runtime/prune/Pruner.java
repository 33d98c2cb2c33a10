package dev.espalier.runtime.prune;

import dev.espalier.dsl.Scope;
import dev.espalier.dsl.Unit;
import dev.espalier.runtime.criterion.Criteria;
import dev.espalier.runtime.criterion.Scoring;
import dev.espalier.runtime.mask.Grouping;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.mask.RowGrouping;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.policy.PrunePolicy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Prunes the layers of a network by their policies.
 *
 * <p>A sparsity is reached to within half a group (of single weights, exactly: {@code round(sparsity * weights)} are
 * pruned), counted in the policy's unit, biases left out; groups pruned earlier count. A threshold keeps what scores at
 * least it. A layer never loses its best group. Equal inputs give equal masks.
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

  /** Gives a layer with a policy its mask, nothing pruned yet; NEURON and FILTER groups take their bias with them. */
  public static void attachMask(LayerParameters layer) {
    LayerInfo info = layer.info();
    if (info.pruned()) {
      apply(layer, Mask.all(Grouping.of(info.policy().granularity(), info.weights())));
    }
  }

  /** Sets a layer's mask, and that of its biases where the groups cover them. */
  public static void apply(LayerParameters layer, Mask mask) {
    layer.weight().prune(mask);
    if (mask.grouping().coversBias() && layer.bias() != null) {
      Grouping biases = new RowGrouping(mask.grouping().granularity(), layer.bias().size(), 1);
      layer.bias().prune(Mask.of(biases, mask.groupBits()));
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
    List<Ranking> rankings = new ArrayList<>();
    List<Integer> together = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      LayerInfo info = layers.get(i).info();
      if (!info.pruned() || sparsities[i] == NOT_NOW) {
        continue;
      }
      if (info.policy().scope() == Scope.GLOBAL) {
        together.add(i);
      } else {
        rankings.add(rank(List.of(i), sparsities[i], step));
      }
    }
    if (!together.isEmpty()) {
      rankings.add(rank(together, sparsities[together.getFirst()], step));
    }
    List<PruningEvent> events = new ArrayList<>();
    List<Integer> indices = new ArrayList<>();
    for (Ranking ranking : rankings) {
      List<BitSet> removed = ranking.groups().removed();
      for (int k = 0; k < ranking.layers().size(); k++) {
        indices.add(ranking.layers().get(k));
        events.add(remove(ranking, k, removed.get(k), step));
      }
    }
    List<Integer> places = new ArrayList<>();
    for (int k = 0; k < events.size(); k++) {
      places.add(k);
    }
    places.sort(Comparator.comparing(indices::get));
    return places.stream().map(events::get).toList();
  }

  private Ranking rank(List<Integer> indices, double sparsity, long step) {
    PrunePolicy policy = layers.get(indices.getFirst()).info().policy();
    List<RankedGroups.Scored> scored = new ArrayList<>();
    for (int index : indices) {
      scored.add(score(index, step));
    }
    RankedGroups groups = new RankedGroups(scored, policy.unit());
    if (policy.threshold() > 0) {
      groups.removeBelow(policy.threshold());
      return new Ranking(indices, groups, Double.NaN, policy.threshold());
    }
    groups.removeToSparsity(sparsity);
    return new Ranking(indices, groups, sparsity, groups.lowestKept());
  }

  private RankedGroups.Scored score(int index, long step) {
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
    return new RankedGroups.Scored(weight.mask(), groupScores);
  }

  private PruningEvent remove(Ranking ranking, int k, BitSet removed, long step) {
    LayerParameters layer = layers.get(ranking.layers().get(k));
    if (!removed.isEmpty()) {
      apply(layer, layer.weight().mask().without(removed));
    }
    Mask mask = layer.weight().mask();
    int groups = mask.grouping().groups();
    double reached = layer.info().policy().unit() == Unit.WEIGHTS
        ? mask.sparsity()
        : (double) (groups - mask.keptGroups()) / groups;
    return new PruningEvent(step, layer.info().name(), ranking.asked(), reached, ranking.threshold(),
        removed.cardinality(), Double.NaN, Double.NaN);
  }

  /** Layers that were ranked together, and what came of it. */
  private record Ranking(List<Integer> layers, RankedGroups groups, double asked, double threshold) {}
}
