package dev.espalier.runtime.mask;

import dev.espalier.dsl.Granularity;

/** Every weight is a group. */
public record ElementGrouping(int elements) implements Grouping {

  @Override
  public Granularity granularity() {
    return Granularity.ELEMENT;
  }

  @Override
  public int groups() {
    return elements;
  }

  @Override
  public int group(int element) {
    return element;
  }

  @Override
  public int size(int group) {
    return 1;
  }

  @Override
  public boolean coversBias() {
    return false;
  }

  @Override
  public float[] sum(float[] scores) {
    return scores.clone();
  }
}
