package dev.espalier.bench.measure;

import dev.espalier.bench.task.Expected;
import java.util.List;

/** Compares a contender's result with the reference. */
public final class Check {

  /**
   * The greatest error that passes, relative to the magnitudes that were summed: about a hundred roundings of a float,
   * far below what a format of fewer bits (bfloat16, TF32) gives.
   */
  public static final double TOLERANCE = 1e-5;

  private Check() {}

  /**
   * The greatest relative error of all arrays.
   *
   * @throws WrongResultException if it exceeds {@link #TOLERANCE} or arrays are missing
   */
  public static double errorOf(List<float[]> result, List<Expected> expected) throws WrongResultException {
    if (result.size() != expected.size()) {
      throw new WrongResultException("gave " + result.size() + " arrays where " + expected.size() + " were expected");
    }
    double greatest = 0;
    for (int i = 0; i < expected.size(); i++) {
      double error = expected.get(i).errorOf(result.get(i));
      if (error > TOLERANCE) {
        throw new WrongResultException(
            "%s is wrong: relative error %.1e, at most %.0e passes".formatted(
                expected.get(i).name(), error, TOLERANCE));
      }
      greatest = Math.max(greatest, error);
    }
    return greatest;
  }
}
