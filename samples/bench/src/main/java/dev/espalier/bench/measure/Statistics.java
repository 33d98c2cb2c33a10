package dev.espalier.bench.measure;

import java.util.Arrays;

/** Figures of a sample. */
public final class Statistics {

  private Statistics() {}

  /**
   * The median; of an even count the mean of the middle two.
   *
   * @throws IllegalArgumentException where there is no value
   */
  public static double median(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("The median of no values is not defined.");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The greatest over the median: 1 where all are equal. */
  public static double slowestOverMedian(double... values) {
    return Arrays.stream(values).max().orElse(Double.NaN) / median(values);
  }

  /** The median over the least: 1 where all are equal, much more where most are slow. */
  public static double medianOverFastest(double... values) {
    return median(values) / Arrays.stream(values).min().orElse(Double.NaN);
  }

  /**
   * The geometric mean of positive values.
   *
   * @throws IllegalArgumentException where there is no value
   */
  public static double geometricMean(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("The geometric mean of no values is not defined.");
    }
    return Math.exp(Arrays.stream(values).map(Math::log).average().orElseThrow());
  }
}
