package dev.espalier.bench.task;

/**
 * One array of a reference result.
 *
 * @param name what it is, for messages
 * @param places which numbers of the contender's array are compared, or null for all of them in order
 * @param values the reference, in double precision
 * @param scales the size of what was summed for each value: an error is relative to it
 */
@SuppressWarnings("ArrayRecordComponent") // Large; never compared as a whole.
public record Expected(String name, int[] places, double[] values, double[] scales) {

  /**
   * The greatest error of a contender's array relative to the scales; infinite where it has a NaN or too few numbers.
   */
  public double errorOf(float[] actual) {
    double greatest = 0;
    for (int i = 0; i < values.length; i++) {
      int place = places == null ? i : places[i];
      if (place >= actual.length) {
        return Double.POSITIVE_INFINITY;
      }
      double error = Math.abs(actual[place] - values[i]) / (scales[i] + 1e-30);
      if (!(error <= greatest)) {
        greatest = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
      }
    }
    return greatest;
  }
}
