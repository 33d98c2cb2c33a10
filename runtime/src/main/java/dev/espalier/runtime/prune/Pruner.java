package dev.espalier.runtime.prune;

import dev.espalier.runtime.criterion.SampledNetwork;
import dev.espalier.runtime.mask.Grouping;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.WaysAround;
import dev.espalier.runtime.structure.TiedGroups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Prunes the layers of a network by their policies.
 *
 * <p>A sparsity is reached to within half a group (of single weights, exactly: {@code round(sparsity * weights)} are
 * pruned), counted in the policy's unit, biases left out; groups pruned earlier count. Where a layer's own limits, or
 * that every layer keeps a group, stand against it, it comes as near as they let it; the event says what was asked for
 * and what was reached. A threshold keeps what scores at least it. A layer never loses its best group, but where the
 * group is the layer itself and the graph has a way around it. Filters and neurons that the graph ties together are
 * ranked by the sum of their scores and go together. Equal inputs give equal masks.
 */
public final class Pruner {

  /** In the targets of {@link #prune}: the layer is not pruned now. */
  public static final double NOT_NOW = -1;

  private final List<LayerParameters> layers;
  private final long seed;
  private final SampledNetwork network;
  private final TiedGroups tied;

  /** A pruner of all layers of a network, in its order, by criteria that look at weights alone. */
  public Pruner(List<LayerParameters> layers, long seed) {
    this(layers, seed, null, TiedGroups.NONE);
  }

  /**
   * A pruner of all layers of a network, in its order.
   *
   * @param network what criteria look at; null where they look at weights alone
   * @param tied filters and neurons that are pruned as one
   */
  public Pruner(List<LayerParameters> layers, long seed, SampledNetwork network, TiedGroups tied) {
    this.layers = List.copyOf(layers);
    this.seed = seed;
    this.network = network;
    this.tied = tied;
  }

  /**
   * Gives a layer with a policy its mask, nothing pruned yet; groups of whole rows take their biases and scales with
   * them.
   */
  public static void attachMask(LayerParameters layer) {
    LayerInfo info = layer.info();
    if (info.pruned()) {
      apply(layer, Mask.all(Grouping.of(info.policy(), info.weights())));
    }
  }

  /**
   * Sets a layer's mask, and that of its biases where the groups cover them. A batch normalisation that alone consumes
   * the layer loses the scales of pruned rows, and keeps the shifts: what is left of a pruned map is a constant.
   */
  public static void apply(LayerParameters layer, Mask mask) {
    layer.weight().prune(mask);
    if (mask.grouping().coversBias() && layer.bias() != null) {
      layer.bias().prune(Mask.of(mask.grouping().ofBiases(), mask.groupBits()));
    }
    if (mask.grouping().coversBias() && layer.normalizedBy() != null) {
      layer.normalizedBy().scale().prune(Mask.of(mask.grouping().ofBiases(), mask.groupBits()));
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
    Map<String, List<Integer>> together = new LinkedHashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      LayerInfo info = layers.get(i).info();
      if (info.pruned() && sparsities[i] != NOT_NOW) {
        together.computeIfAbsent(scope(info, tied), key -> new ArrayList<>()).add(i);
      }
    }
    GroupScores scores = new GroupScores(layers, network, seed, step);
    List<Due> dues =
        together.values().stream().map(indices -> new Due(indices, sparsities[indices.getFirst()])).toList();
    approach(dues, scores);
    Decision[] decisions = new Decision[layers.size()];
    Set<String> dropped = new HashSet<>();
    for (Due due : dues) {
      Ranking ranking = rank(due, due.sparsity(), scores, dropped);
      for (int k = 0; k < due.layers().size(); k++) {
        int index = due.layers().get(k);
        Mask after = ranking.removal().masks().get(k);
        decisions[index] = new Decision(ranking, k, scores.compensation(index, after));
      }
    }
    return Arrays.stream(decisions).filter(Objects::nonNull).map(decision -> apply(decision, step)).toList();
  }

  /** Goes all rounds but the last of the criteria that have several: densities fall exponentially. */
  private void approach(List<Due> dues, GroupScores scores) {
    int rounds = 1;
    for (Due due : dues) {
      rounds = Math.max(rounds, scores.rounds(due.layers().getFirst()));
    }
    for (int round = 1; round < rounds; round++) {
      List<Ranking> rankings = new ArrayList<>();
      Set<String> dropped = new HashSet<>();
      for (Due due : dues) {
        int own = scores.rounds(due.layers().getFirst());
        if (round < own) {
          double sparsity = 1 - StrictMath.pow(1 - due.sparsity(), (double) round / own);
          rankings.add(rank(due, sparsity, scores, dropped));
        }
      }
      for (Ranking ranking : rankings) {
        for (int k = 0; k < ranking.due().layers().size(); k++) {
          scores.narrow(ranking.due().layers().get(k), ranking.removal().masks().get(k));
        }
      }
    }
  }

  /** What a layer shares with those that it is ranked with. */
  static String scope(LayerInfo layer, TiedGroups tied) {
    return switch (layer.policy().scope()) {
      case LAYER -> "layer " + tied.leader(layer.name());
      case GROUP -> "group " + layer.policy().ranking().group();
      case GLOBAL -> "all";
    };
  }

  private Ranking rank(Due due, double sparsity, GroupScores scores, Set<String> dropped) {
    List<Scored> scored = TiedScores.of(
        due.layers().stream().map(i -> new Scored(layers.get(i).info(), scores.mask(i), scores.of(i))).toList(), tied,
        scores.ofGroup(due.layers().getFirst()));
    double threshold = scored.getFirst().layer().policy().threshold();
    Removal removal = threshold > 0
        ? Removals.below(scored, threshold, tied, waysAround(dropped, scores)::drop)
        : Removals.toSparsity(scored, sparsity, tied, waysAround(dropped, scores)::drop);
    for (int k = 0; k < scored.size(); k++) {
      if (removal.masks().get(k).keptGroups() == 0) {
        dropped.add(scored.get(k).layer().name());
      }
    }
    return new Ranking(due, removal, threshold > 0 ? Double.NaN : sparsity,
        threshold > 0 ? threshold : removal.lowestKept(), GroupScores.allEqual(scored));
  }

  /** The network without the layers that are gone, and those that go now. */
  private WaysAround waysAround(Set<String> dropped, GroupScores scores) {
    WaysAround ways = new WaysAround(layers.stream().map(LayerParameters::info).toList());
    dropped.forEach(ways::drop);
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).info().pruned() && scores.mask(i).keptGroups() == 0) {
        ways.drop(layers.get(i).info().name());
      }
    }
    return ways;
  }

  private PruningEvent apply(Decision decision, long step) {
    Ranking ranking = decision.ranking();
    Removal removal = ranking.removal();
    LayerParameters layer = layers.get(ranking.due().layers().get(decision.place()));
    Mask after = removal.masks().get(decision.place());
    int groups = layer.weight().mask().keptGroups() - after.keptGroups();
    decision.compensated().ifPresent(
        values -> System.arraycopy(values, 0, layer.weight().values(), 0, values.length));
    if (layer.gates() != null) {
      // They have become part of the weights.
      layer.gates().open();
    }
    if (groups > 0) {
      apply(layer, after);
    } else {
      layer.weight().zeroPruned();
    }
    return new PruningEvent(step, layer.info().name(), ranking.asked(), removal.reached(),
        removal.reached(decision.place()), ranking.threshold(), groups, 0, Double.NaN, Double.NaN,
        ranking.scoresEqual());
  }

  /** Layers that are ranked together, and the sparsity that they are to reach. */
  private record Due(List<Integer> layers, double sparsity) {}

  /** What came of a ranking. */
  private record Ranking(Due due, Removal removal, double asked, double threshold, boolean scoresEqual) {}

  /** What is decided of the layer at a place of a ranking. */
  private record Decision(Ranking ranking, int place, Optional<float[]> compensated) {}
}
