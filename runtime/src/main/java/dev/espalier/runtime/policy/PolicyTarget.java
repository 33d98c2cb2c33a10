package dev.espalier.runtime.policy;

import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Unit;
import dev.espalier.runtime.encoding.StorageFormula;
import dev.espalier.runtime.encoding.Tiling;
import java.util.List;

/**
 * What the rules have to know of a layer with weights.
 *
 * @param kind the layer annotation's simple name, such as {@code Dense}
 * @param granularities what its weights can be pruned by
 * @param matrix its weights
 * @param positions output positions that each weight is used at: 1 in a dense layer
 * @param output whether the layer makes the network's result
 * @param bypassed whether the graph has a way around it, through an {@code @Add}
 * @param normalized whether a batch normalisation alone consumes it, before any activation
 * @param consumers in words who consumes it, for messages
 */
public record PolicyTarget(
    String name,
    String kind,
    List<Granularity> granularities,
    WeightMatrix matrix,
    int positions,
    boolean output,
    boolean bypassed,
    boolean normalized,
    String consumers) {

  /** A layer that nobody normalises. */
  public PolicyTarget(
      String name,
      String kind,
      List<Granularity> granularities,
      WeightMatrix matrix,
      int positions,
      boolean output,
      boolean bypassed) {
    this(name, kind, granularities, matrix, positions, output, bypassed, false, "nobody consumes it");
  }

  public PolicyTarget {
    granularities = List.copyOf(granularities);
  }

  /** Number of weights, biases left out. */
  public int size() {
    return Math.multiplyExact(matrix.rows(), matrix.columns());
  }

  /** The groups of a policy. */
  public Tiling tiling(PrunePolicy policy) {
    return policy.shape().tiling(policy.granularity(), matrix);
  }

  /** The bits of its weights in each encoding under a policy. */
  public StorageFormula formula(PrunePolicy policy) {
    return new StorageFormula(
        matrix.rows(), matrix.columns(), policy.shape().pattern(policy.granularity(), matrix));
  }

  /** All of the layer in a unit that adds up over its groups: weights, groups or multiply-adds. */
  public long whole(PrunePolicy policy) {
    return switch (policy.unit()) {
      case GROUPS -> tiling(policy).tiles();
      case WEIGHTS -> size();
      case MACS -> (long) size() * positions;
      case BYTES -> throw new IllegalArgumentException("Bytes do not add up over groups; ask the formula.");
    };
  }

  /** The largest group in a unit that adds up. */
  public long largestGroup(PrunePolicy policy) {
    return policy.unit() == Unit.GROUPS ? 1 : (long) tiling(policy).size(0) * (whole(policy) / size());
  }

  /** Groups that a policy's sparsity removes: the nearest whole number, groups at the matrix's edge taken as whole. */
  public long removed(PrunePolicy policy) {
    Tiling tiling = tiling(policy);
    return policy.unit() == Unit.GROUPS
        ? Math.round(policy.sparsity() * tiling.tiles())
        : Math.min(tiling.tiles(), Math.round(policy.sparsity() * ((double) size() / tiling.size(0))));
  }
}
