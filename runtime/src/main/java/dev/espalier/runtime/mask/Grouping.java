package dev.espalier.runtime.mask;

import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.model.WeightGeometry;

/**
 * How the weights of a layer fall into groups that are pruned as one: how scores of weights become scores of groups,
 * and how a removed group becomes removed weights. Groups are disjoint and cover all weights; equal groupings are
 * {@code equals}.
 */
public interface Grouping {

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

  /** Whether group g takes the g-th bias with it. */
  boolean coversBias();

  /**
   * The score of each group: the sum over its members, taken in double in the order of their indices.
   *
   * @param scores one a weight
   */
  default float[] sum(float[] scores) {
    double[] sums = new double[groups()];
    for (int i = 0; i < scores.length; i++) {
      sums[group(i)] += scores[i];
    }
    float[] rounded = new float[sums.length];
    for (int g = 0; g < sums.length; g++) {
      rounded[g] = (float) sums[g];
    }
    return rounded;
  }

  /** The groups of a layer's weights at a granularity. */
  static Grouping of(Granularity granularity, WeightGeometry geometry) {
    return switch (granularity) {
      case ELEMENT -> new ElementGrouping(geometry.size());
      case NEURON, FILTER -> new RowGrouping(granularity, geometry.rows(), geometry.columns());
      case CHANNEL -> ChannelGrouping.of(geometry);
    };
  }
}
