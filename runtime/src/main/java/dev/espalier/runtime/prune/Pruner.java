package dev.espalier.runtime.prune;

import dev.espalier.dsl.Scope;
import dev.espalier.dsl.Unit;
import dev.espalier.runtime.criterion.SampledNetwork;
import dev.espalier.runtime.mask.Grouping;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.mask.RowGrouping;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.policy.PrunePolicy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
  private final SampledNetwork network;

  /** A pruner of all layers of a network, in its order, by criteria that look at weights alone. */
  public Pruner(List<LayerParameters> layers, long seed) {
    this(layers, seed, null);
  }

  /**
   * A pruner of all layers of a network, in its order.
   *
   * @param network what criteria look at; null where they look at weights alone
   */
  public Pruner(List<LayerParameters> layers, long seed, SampledNetwork network) {
    this.layers = List.copyOf(layers);
    this.seed = seed;
    this.network = network;
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
   * @throws dev.espalier.runtime.criterion.NothingToSeeException before anything is pruned, when a criterion looks at
   *     what is not there
   */
  public List<PruningEvent> prune(long step, double[] sparsities) {
    GroupScores scores = new GroupScores(layers, network, seed, step);
    List<Due> dues = due(sparsities);
    approach(dues, scores);
    List<Ranking> rankings = dues.stream().map(due -> rank(due, due.sparsity(), scores)).toList();
    List<Removal> removals = new ArrayList<>();
    for (Ranking ranking : rankings) {
      List<BitSet> removed = ranking.groups().removed();
      for (int k = 0; k < removed.size(); k++) {
        int index = ranking.due().layers().get(k);
        Mask after = removed.get(k).isEmpty() ? scores.mask(index) : scores.mask(index).without(removed.get(k));
        removals.add(new Removal(ranking, index, after, scores.compensation(index, after)));
      }
    }
    removals.sort(Comparator.comparingInt(Removal::layer));
    return removals.stream().map(removal -> remove(removal, step)).toList();
  }

  /** What is pruned now: each layer by itself, or several together. */
  private List<Due> due(double[] sparsities) {
    List<Due> dues = new ArrayList<>();
    List<Integer> together = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      LayerInfo info = layers.get(i).info();
      if (!info.pruned() || sparsities[i] == NOT_NOW) {
        continue;
      }
      if (info.policy().scope() == Scope.GLOBAL) {
        together.add(i);
      } else {
        dues.add(new Due(List.of(i), sparsities[i]));
      }
    }
    if (!together.isEmpty()) {
      dues.add(new Due(together, sparsities[together.getFirst()]));
    }
    return dues;
  }

  /** Goes all rounds but the last of the criteria that have several: densities fall exponentially. */
  private void approach(List<Due> dues, GroupScores scores) {
    int rounds = 1;
    for (Due due : dues) {
      rounds = Math.max(rounds, scores.rounds(due.layers().getFirst()));
    }
    for (int round = 1; round < rounds; round++) {
      List<Ranking> rankings = new ArrayList<>();
      for (Due due : dues) {
        int own = scores.rounds(due.layers().getFirst());
        if (round < own) {
          rankings.add(rank(due, 1 - StrictMath.pow(1 - due.sparsity(), (double) round / own), scores));
        }
      }
      for (Ranking ranking : rankings) {
        List<BitSet> removed = ranking.groups().removed();
        for (int k = 0; k < removed.size(); k++) {
          int index = ranking.due().layers().get(k);
          if (!removed.get(k).isEmpty()) {
            scores.narrow(index, scores.mask(index).without(removed.get(k)));
          }
        }
      }
    }
  }

  private Ranking rank(Due due, double sparsity, GroupScores scores) {
    PrunePolicy policy = layers.get(due.layers().getFirst()).info().policy();
    List<RankedGroups.Scored> scored =
        due.layers().stream().map(i -> new RankedGroups.Scored(scores.mask(i), scores.of(i))).toList();
    boolean equal = GroupScores.allEqual(scored);
    RankedGroups groups = new RankedGroups(scored, policy.unit());
    if (policy.threshold() > 0) {
      groups.removeBelow(policy.threshold());
      return new Ranking(due, groups, Double.NaN, policy.threshold(), equal);
    }
    groups.removeToSparsity(sparsity);
    return new Ranking(due, groups, sparsity, groups.lowestKept(), equal);
  }

  private PruningEvent remove(Removal removal, long step) {
    LayerParameters layer = layers.get(removal.layer());
    int before = layer.weight().mask().keptGroups();
    removal.compensated().ifPresent(
        values -> System.arraycopy(values, 0, layer.weight().values(), 0, values.length));
    if (removal.after().keptGroups() < before) {
      apply(layer, removal.after());
    } else {
      layer.weight().zeroPruned();
    }
    Mask mask = layer.weight().mask();
    int groups = mask.grouping().groups();
    double reached = layer.info().policy().unit() == Unit.WEIGHTS
        ? mask.sparsity()
        : (double) (groups - mask.keptGroups()) / groups;
    Ranking ranking = removal.ranking();
    return new PruningEvent(step, layer.info().name(), ranking.asked(), reached, ranking.threshold(),
        before - mask.keptGroups(), Double.NaN, Double.NaN, ranking.scoresEqual());
  }

  /** Layers that are ranked together, and the sparsity that they are to reach. */
  private record Due(List<Integer> layers, double sparsity) {}

  /** What came of a ranking. */
  private record Ranking(Due due, RankedGroups groups, double asked, double threshold, boolean scoresEqual) {}

  /** What is decided of a layer. */
  private record Removal(Ranking ranking, int layer, Mask after, Optional<float[]> compensated) {}
}
