package dev.espalier.runtime.mask;

import dev.espalier.dsl.Granularity;

/**
 * Every row of the weight matrix is a group: all weights of one neuron or filter, and its bias.
 *
 * @param granularity NEURON or FILTER
 */
public record RowGrouping(Granularity granularity, int rows, int columns) implements Grouping {

  @Override
  public int groups() {
    return rows;
  }

  @Override
  public int elements() {
    return rows * columns;
  }

  @Override
  public int group(int element) {
    return element / columns;
  }

  @Override
  public int size(int group) {
    return columns;
  }

  @Override
  public boolean coversBias() {
    return true;
  }
}
