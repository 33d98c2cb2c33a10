package dev.espalier.runtime.criterion;

import java.util.List;

/** The criteria that there are. */
public final class Criteria {

  private static final List<Criterion> ALL = List.of(new Magnitude(), new UniformRandom());

  private Criteria() {}

  /** The criterion of an annotation constant. */
  public static Criterion of(dev.espalier.dsl.Criterion kind) {
    return ALL.stream()
        .filter(criterion -> criterion.kind() == kind)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No class implements the criterion " + kind + "."));
  }
}
