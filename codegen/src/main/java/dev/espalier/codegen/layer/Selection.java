package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.SelectionSpec;
import dev.espalier.codegen.ir.Shape;

/** Which values of a sample stay. Magnitudes are compared; what equals the last one that stays, stays too. */
public sealed interface Selection {

  /** What reaches a magnitude. */
  record Threshold(float least) implements Selection {}

  /** The so many largest. */
  record Largest(int count) implements Selection {}

  /** A share of the values, the largest ones: at least one, and at least one less than all. */
  record Share(double share) implements Selection {}

  /** The n largest of each m neighbours, features of a vector or channels of a pixel. */
  record Neighbours(int n, int m) implements Selection {}

  /** What an annotation declares; its elements are sound. */
  static Selection of(SelectionSpec spec) {
    if (spec.threshold() > 0) {
      return new Threshold((float) spec.threshold());
    }
    if (spec.m() > 0) {
      return new Neighbours(spec.n(), spec.m());
    }
    return spec.top() > 0 ? new Largest(spec.top()) : new Share(spec.share());
  }

  /** How many values of a sample stay, those that are equal apart; all where only the data tell. */
  default int kept(Shape shape) {
    return switch (this) {
      case Threshold _ -> shape.size();
      case Largest(int count) -> count;
      case Share(double share) -> Math.clamp(Math.round(share * shape.size()), 1, Math.max(1, shape.size() - 1));
      case Neighbours(int n, int m) -> shape.size() / m * n;
    };
  }

  /** Comparisons and additions of one sample: what selecting costs. */
  default long operations(Shape shape) {
    long values = shape.size();
    return switch (this) {
      case Threshold _ -> values;
      // the largest, two operations a value and round, the last comparison
      case Largest _, Share _ -> values * (2L + 2 * SelectLayer.ROUNDS);
      case Neighbours(int _, int m) -> values * (2L * m + 1);
    };
  }

  /** In a few words. */
  default String text(Shape shape) {
    return switch (this) {
      case Threshold(float least) -> "at least " + least;
      case Largest _, Share _ -> "the largest " + kept(shape) + " of " + shape.size();
      case Neighbours(int n, int m) -> n + " of " + m + (shape.isImage() ? " channels" : " features");
    };
  }
}
