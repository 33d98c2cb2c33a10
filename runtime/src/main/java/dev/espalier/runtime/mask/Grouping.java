package dev.espalier.runtime.mask;

import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.encoding.Tiling;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.policy.GroupShape;
import dev.espalier.runtime.policy.PrunePolicy;
import java.util.BitSet;

/**
 * How the weights of a layer fall into groups that are pruned as one: how scores of weights become scores of groups,
 * and how a removed group becomes removed weights. Groups are disjoint and cover all weights; equal groupings are
 * {@code equals}.
 */
public sealed interface Grouping permits ElementGrouping, TileGrouping {

  /** The granularity that it implements. */
  Granularity granularity();

  /** Number of groups, at least 1. */
  int groups();

  /** Number of weights. */
  int elements();

  /** The group of a weight, by its row-major index. */
  int group(int element);

  /** Number of weights in a group. */
  int size(int group);

  /** Whether every group has as many weights as the first. */
  boolean isEven();

  /** Whether a group takes the biases of its rows with it. */
  default boolean coversBias() {
    return switch (granularity()) {
      case NEURON, FILTER, LAYER -> true;
      case ELEMENT, VECTOR, BLOCK, KERNEL, CHANNEL, N_OF_M, COLUMN_COMBINED, HEAD -> false;
    };
  }

  /** The biases that each group takes with it: as many groups as there are here. */
  Grouping ofBiases();

  /** Whether a mask may keep no group at all: only where the graph has a way around the layer. */
  default boolean mayBeEmpty() {
    return granularity() == Granularity.LAYER;
  }

  /**
   * The score of each group: the sum over its members, taken in double in the order of their indices.
   *
   * @param scores one a weight
   */
  float[] sum(float[] scores);

  /**
   * The score of the first member of each group.
   *
   * @param scores one a weight
   */
  default float[] first(float[] scores) {
    float[] first = new float[groups()];
    for (int element = elements() - 1; element >= 0; element--) {
      first[group(element)] = scores[element];
    }
    return first;
  }

  /**
   * The weights of some groups.
   *
   * @param count of those weights
   * @return row-major indices, ascending
   */
  int[] members(BitSet groups, int count);

  /** The groups of a layer's weights under a policy. */
  static Grouping of(PrunePolicy policy, WeightGeometry geometry) {
    return of(policy.granularity(), policy.shape(), geometry);
  }

  /** The groups of a layer's weights at a granularity that takes no numbers. */
  static Grouping of(Granularity granularity, WeightGeometry geometry) {
    return of(granularity, GroupShape.DEFAULT, geometry);
  }

  private static Grouping of(Granularity granularity, GroupShape shape, WeightGeometry geometry) {
    if (granularity == Granularity.ELEMENT) {
      return new ElementGrouping(geometry.size());
    }
    Tiling tiling = shape.tiling(granularity, geometry.matrix());
    return new TileGrouping(granularity, tiling);
  }
}
