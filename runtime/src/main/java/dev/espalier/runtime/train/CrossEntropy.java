package dev.espalier.runtime.train;

import java.util.Arrays;

/**
 * Softmax, then the negative logarithm of the label's probability: {@code log(sum exp(z_f - m)) + m - z_label} with m
 * the largest output, so that no exponential overflows. The gradient is {@code (softmax(z) - oneHot(label)) / count}.
 */
final class CrossEntropy implements LossFunction {

  private final int features;
  private final double[] sums;
  private final LargestOutput largest;
  private int correct;

  CrossEntropy(int features, int lanes) {
    this.features = features;
    this.sums = new double[lanes];
    this.largest = new LargestOutput(features, lanes);
  }

  @Override
  public double compute(float[] slab, int output, int gradient, BatchAnswers answers) {
    int lanes = answers.lanes();
    int count = answers.count();
    largest.find(slab, output, lanes, count);
    correct = largest.matches(answers.labels(), count);
    Arrays.fill(sums, 0, count, 0);
    for (int f = 0; f < features; f++) {
      for (int lane = 0; lane < count; lane++) {
        double e = Math.exp((double) slab[output + f * lanes + lane] - largest.value(lane));
        sums[lane] += e;
        if (gradient != NO_GRADIENT) {
          slab[gradient + f * lanes + lane] = (float) e;
        }
      }
    }
    if (gradient != NO_GRADIENT) {
      gradient(slab, output, gradient, answers);
    }
    double loss = 0;
    for (int lane = 0; lane < count; lane++) {
      loss += Math.log(sums[lane]) + largest.value(lane) - slab[output + answers.labels()[lane] * lanes + lane];
    }
    return loss / answers.batch();
  }

  @Override
  public int correct() {
    return correct;
  }

  /** From exponentials to probabilities less the label's 1; that difference is taken in double. */
  private void gradient(float[] slab, int output, int gradient, BatchAnswers answers) {
    int lanes = answers.lanes();
    int count = answers.count();
    int batch = answers.batch();
    for (int f = 0; f < features; f++) {
      int line = gradient + f * lanes;
      for (int lane = 0; lane < count; lane++) {
        slab[line + lane] = (float) (slab[line + lane] / (sums[lane] * batch));
      }
      Arrays.fill(slab, line + count, line + lanes, 0f);
    }
    for (int lane = 0; lane < count; lane++) {
      int at = answers.labels()[lane] * lanes + lane;
      double e = Math.exp((double) slab[output + at] - largest.value(lane));
      slab[gradient + at] = (float) ((e / sums[lane] - 1) / batch);
    }
  }
}
