package dev.espalier.bench.task;

import java.util.Set;

/** The shape of W X: W of m x k, X of k x n. */
public record ProductShape(int m, int k, int n) implements ShapeSpec {

  @Override
  public Set<Kind> kinds() {
    return Set.of(Kind.FORWARD, Kind.BACKWARD);
  }

  @Override
  public String toString() {
    return m + "x" + k + "x" + n;
  }
}
