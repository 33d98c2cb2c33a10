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
  /** Scope GLOBAL: all its layers together reach the sparsity; that of a single layer is the mean over random rankings. */
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
   * Weights that a policy leaves in a layer: whole groups are removed, at least one stays. Groups of one layer have one
   * size, so that a share of its groups is the same share of its weights, and the policy's unit makes no difference here.
   */
  long kept(PrunePolicy policy, WeightGeometry geometry) {
    if (this == DENSE || this == UNKNOWN) {
      return geometry.size();
    }
    int groups = groups(policy, geometry);
    long removed = Math.min(groups - 1L, Math.round(policy.sparsity() * groups));
    return (groups - removed) * (geometry.size() / groups);
  }

  private static int groups(PrunePolicy policy, WeightGeometry geometry) {
    return switch (policy.granularity()) {
      case ELEMENT -> geometry.size();
      case NEURON, FILTER -> geometry.filters();
      case CHANNEL -> geometry.channels();
    };
  }
}
