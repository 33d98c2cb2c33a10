package dev.espalier.runtime.train;

/**
 * How a network does on a data set.
 *
 * @param loss mean over the records
 * @param accuracy share of records whose largest output is the label's, 0 to 1; NaN where records have no labels
 * @param count number of records
 */
public record Evaluation(double loss, double accuracy, int count) {

  /** Share of wrong answers in percent; NaN where records have no labels. */
  public double errorPercent() {
    return 100 * (1 - accuracy);
  }
}
