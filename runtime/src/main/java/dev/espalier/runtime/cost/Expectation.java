package dev.espalier.runtime.cost;

import dev.espalier.dsl.Scope;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.policy.PrunePolicy;

/** What the expected figures of a layer rest on. */
public enum Expectation {
  /** No policy, or nothing to prune: the layer stays dense. */
  DENSE,
  /** The layer reaches its policy's sparsity by itself: the number of kept weights is certain. */
  LAYER,
  /**
   * Scope GLOBAL: all its layers together reach the sparsity; that of a single layer is the mean over random rankings.
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
    return policy.scope() == Scope.GLOBAL ? NETWORK : LAYER;
  }

  /**
   * Weights that a policy leaves in a layer: as many whole groups are removed as come nearest to the sparsity in the
   * policy's unit, and at least one stays. The groups of one layer are all of one size.
   */
  long kept(PrunePolicy policy, WeightGeometry geometry) {
    if (this == DENSE || this == UNKNOWN) {
      return geometry.size();
    }
    int groups = groups(policy, geometry);
    int groupSize = geometry.size() / groups;
    long removed = switch (policy.unit()) {
      case WEIGHTS -> Math.round((double) Math.round(policy.sparsity() * geometry.size()) / groupSize);
      case GROUPS -> Math.round(policy.sparsity() * groups);
    };
    return (groups - Math.min(groups - 1, removed)) * groupSize;
  }

  private static int groups(PrunePolicy policy, WeightGeometry geometry) {
    return switch (policy.granularity()) {
      case ELEMENT -> geometry.size();
      case NEURON, FILTER -> geometry.filters();
      case CHANNEL -> geometry.channels();
    };
  }
}
