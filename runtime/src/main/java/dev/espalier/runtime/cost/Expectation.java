package dev.espalier.runtime.cost;

import dev.espalier.dsl.Densities;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Scope;
import dev.espalier.dsl.Unit;
import dev.espalier.runtime.encoding.StorageFormula;
import dev.espalier.runtime.encoding.Tiling;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.RankingPlan;
import dev.espalier.runtime.prune.ErdosRenyi;
import java.util.Arrays;
import java.util.List;

/** What the expected figures of a layer rest on. */
public enum Expectation {
  /** No policy, or nothing to prune: the layer stays dense. */
  DENSE,
  /** The layer reaches its policy's sparsity by itself: the number of kept weights is certain. */
  LAYER,
  /**
   * Scope GLOBAL or GROUP: its layers together reach the sparsity; that of a single layer is the mean over random
   * rankings, within its limits, or follows from the densities asked for.
   */
  NETWORK,
  /** A threshold: what it prunes depends on the trained weights. Planned as dense. */
  UNKNOWN;

  static Expectation of(PrunePolicy policy) {
    if (policy == null) {
      return DENSE;
    }
    if (policy.sparsity() == 0) {
      return UNKNOWN;
    }
    return policy.scope() == Scope.LAYER ? LAYER : NETWORK;
  }

  /**
   * Weights that a policy leaves in a layer: as many whole groups are removed as come nearest to the sparsity in the
   * policy's unit, and at least one stays. Groups that are cut at the matrix's edge count as of mean size.
   */
  long kept(Blueprint network, LayerInfo layer) {
    WeightGeometry geometry = layer.weights();
    if (this == DENSE || this == UNKNOWN) {
      return geometry.size();
    }
    PrunePolicy policy = layer.policy();
    Tiling tiling = policy.shape().tiling(policy.granularity(), geometry.matrix());
    int groups = tiling.tiles();
    double mean = (double) geometry.size() / groups;
    int stay = policy.granularity() == Granularity.LAYER ? 0 : 1;
    if (policy.unit() == Unit.BYTES) {
      return keptByBytes(policy, layer, mean, stay);
    }
    long removed = Math.round(sparsity(network, layer) * groups);
    return Math.round((groups - Math.min(groups - stay, removed)) * mean);
  }

  /** The layer's own share: that of the policy, or what its densities and limits make of it. */
  private double sparsity(Blueprint network, LayerInfo layer) {
    PrunePolicy policy = layer.policy();
    RankingPlan plan = policy.ranking();
    if (this == LAYER || plan.densities() == Densities.RANKED) {
      return this == LAYER
          ? policy.sparsity()
          : Math.clamp(policy.sparsity(), plan.minSparsity(), plan.maxSparsity());
    }
    List<LayerInfo> together = network.layers().stream()
        .filter(l -> l.pruned() && l.policy().scope() == policy.scope()
            && l.policy().ranking().group().equals(plan.group()))
        .toList();
    long[] whole = together.stream().mapToLong(l -> whole(policy.unit(), l)).toArray();
    double kept = (1 - policy.sparsity()) * Arrays.stream(whole).sum();
    double[] least = together.stream().mapToDouble(l -> 1 - l.policy().ranking().maxSparsity()).toArray();
    double[] most = together.stream().mapToDouble(l -> 1 - l.policy().ranking().minSparsity()).toArray();
    double[] densities = ErdosRenyi.densities(
        plan.densities(), together.stream().map(LayerInfo::weights).toList(), whole, kept, least, most);
    return 1 - densities[together.indexOf(layer)];
  }

  private static long whole(Unit unit, LayerInfo layer) {
    return switch (unit) {
      case WEIGHTS, BYTES -> layer.weights().size();
      case MACS -> layer.weights().macs();
      case GROUPS -> layer.policy().shape().tiling(layer.policy().granularity(), layer.weights().matrix()).tiles();
    };
  }

  /** The most groups whose bytes are not above the share that is left; they rise with the groups. */
  private static long keptByBytes(PrunePolicy policy, LayerInfo layer, double mean, int stay) {
    WeightGeometry geometry = layer.weights();
    StorageFormula formula = new StorageFormula(geometry.rows(), geometry.columns(), layer.storagePattern());
    double allowed = (1 - policy.sparsity()) * StorageFormula.VALUE_BITS * geometry.size();
    long low = stay;
    long high = Math.round(geometry.size() / mean);
    while (low < high) {
      long middle = (low + high + 1) >>> 1;
      if (formula.bits(policy.encoding(), Math.round(middle * mean)) <= allowed) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return Math.round(low * mean);
  }
}
