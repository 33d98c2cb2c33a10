package dev.espalier.bench.measure;

/**
 * What came out for one contender: a time, or a problem.
 *
 * @param name the contender
 * @param micros the median time of a run in microseconds; NaN with a problem
 * @param error the greatest error relative to the reference; NaN where no result came out
 * @param problem why there is no time, or null
 */
public record Figure(String name, double micros, double error, String problem) {

  static Figure of(String name, double micros, double error) {
    return new Figure(name, micros, error, null);
  }

  static Figure problem(String name, Throwable cause) {
    String text = cause instanceof WrongResultException ? cause.getMessage() : cause.toString();
    return new Figure(name, Double.NaN, Double.NaN, text.lines().findFirst().orElse("no message"));
  }

  /** Whether there is a time. */
  public boolean isTimed() {
    return problem == null;
  }
}
