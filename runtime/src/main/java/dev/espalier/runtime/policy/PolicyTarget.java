package dev.espalier.runtime.policy;

import dev.espalier.dsl.Granularity;
import java.util.List;

/**
 * What the rules have to know of a layer with weights.
 *
 * @param kind the layer annotation's simple name, such as {@code Dense}
 * @param granularities what its weights can be pruned by
 * @param filters rows of the weight matrix: units or output channels
 * @param channels input features or channels
 * @param columns weights of one filter
 * @param kernel weights of one filter and input channel
 * @param output whether the layer makes the network's result
 */
public record PolicyTarget(
    String name,
    String kind,
    List<Granularity> granularities,
    int filters,
    int channels,
    int columns,
    int kernel,
    boolean output) {

  public PolicyTarget {
    granularities = List.copyOf(granularities);
  }

  /** Number of weights, biases left out. */
  public int size() {
    return Math.multiplyExact(filters, columns);
  }

  /** Groups of a granularity; all groups of a layer have the same number of weights. */
  public int groups(Granularity granularity) {
    return switch (granularity) {
      case ELEMENT -> size();
      case NEURON, FILTER -> filters;
      case CHANNEL -> channels;
    };
  }

  /**
   * Groups that a sparsity removes: the nearest whole number. Groups of a layer are equal in size, so that it is the same
   * in either {@link dev.espalier.dsl.Unit}.
   */
  public long removed(Granularity granularity, double sparsity) {
    return Math.round(sparsity * groups(granularity));
  }
}
