package dev.espalier.runtime.cost;

import java.util.OptionalLong;

/**
 * One count three ways.
 *
 * @param dense with every weight kept and stored
 * @param expected by formula, at the planned sparsity
 * @param exact counted from the actual masks; empty in a plan
 */
public record Figure(long dense, long expected, OptionalLong exact) {

  static Figure planned(long dense, long expected) {
    return new Figure(dense, expected, OptionalLong.empty());
  }

  Figure measured(long newExact) {
    return new Figure(dense, expected, OptionalLong.of(newExact));
  }

  /** The exact count where there is one, else the expected one. */
  public long pruned() {
    return exact.orElse(expected);
  }

  /** How many times less than dense; 1 where there is nothing to save. */
  public double saving() {
    return dense == 0 ? 1 : (double) dense / pruned();
  }

  /** Both counts together; exact where both are. */
  Figure plus(Figure other) {
    OptionalLong sum = exact.isPresent() && other.exact.isPresent()
        ? OptionalLong.of(Math.addExact(exact.getAsLong(), other.exact.getAsLong()))
        : OptionalLong.empty();
    return new Figure(Math.addExact(dense, other.dense), Math.addExact(expected, other.expected), sum);
  }
}
