package dev.espalier.runtime.policy;

import dev.espalier.dsl.Densities;

/**
 * How a layer takes part in a ranking with others: the value of the elements {@code group}, {@code minSparsity}, {@code
 * maxSparsity} and {@code densities} of the annotation {@link dev.espalier.dsl.Prune}.
 *
 * @param group the name that the layers of one group share, for scope GROUP; empty elsewhere
 * @param minSparsity share of its weights that a layer loses at least, in [0, 1)
 * @param maxSparsity share of its weights that a layer loses at most, in (0, 1]
 * @param densities how the layers share the sparsity
 */
public record RankingPlan(String group, double minSparsity, double maxSparsity, Densities densities) {

  /** The annotation's defaults. */
  public static final RankingPlan DEFAULT = new RankingPlan("", 0, 1, Densities.RANKED);

  /** The same with another group. */
  public RankingPlan group(String newGroup) {
    return new RankingPlan(newGroup, minSparsity, maxSparsity, densities);
  }

  /** The same with other limits. */
  public RankingPlan between(double newMin, double newMax) {
    return new RankingPlan(group, newMin, newMax, densities);
  }

  /** The same with other densities. */
  public RankingPlan densities(Densities newDensities) {
    return new RankingPlan(group, minSparsity, maxSparsity, newDensities);
  }

  /** Whether a layer's own sparsity is limited. */
  public boolean limits() {
    return minSparsity != 0 || maxSparsity != 1;
  }
}
