package dev.espalier.runtime.train;

import java.util.Arrays;

/**
 * Half the squared difference, summed over the output's features: {@code sum (y - t)^2 / 2}, its gradient {@code (y -
 * t) / count}. Class labels are targets of 1 at the label and 0 elsewhere.
 */
final class MeanSquaredError implements LossFunction {

  private final int features;
  private final LargestOutput largest;
  private int correct;

  MeanSquaredError(int features, int lanes) {
    this.features = features;
    this.largest = new LargestOutput(features, lanes);
  }

  @Override
  public double compute(float[] slab, int output, int gradient, BatchAnswers answers) {
    int lanes = answers.lanes();
    int count = answers.count();
    float[] targets = answers.targets();
    correct = -1;
    if (answers.labelled()) {
      largest.find(slab, output, lanes, count);
      correct = largest.matches(answers.labels(), count);
    }
    double sum = 0;
    for (int f = 0; f < features; f++) {
      int line = f * lanes;
      for (int lane = 0; lane < count; lane++) {
        double difference = (double) slab[output + line + lane] - targets[line + lane];
        sum += difference * difference;
        if (gradient != NO_GRADIENT) {
          slab[gradient + line + lane] = (float) (difference / answers.batch());
        }
      }
      if (gradient != NO_GRADIENT) {
        Arrays.fill(slab, gradient + line + count, gradient + line + lanes, 0f);
      }
    }
    return sum / 2 / answers.batch();
  }

  @Override
  public int correct() {
    return correct;
  }
}
