package dev.espalier.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.dsl.Loss;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.random.Randomness;
import org.junit.jupiter.api.Test;

class LossFunctionTest {

  private static final int LANES = 32;
  private static final int BASE = 12;

  private final Randomness random = Randomness.stream(5, "losses", 0);

  @Test
  void crossEntropyAgreesWithDoubleAndItsGradientWithCentralDifferences() {
    int[] labels = {3, 0, 1, 2, 3, 3, 0, 1, 2, 0, 1, 1, 2, 3, 0, 3, 2, 1, 0};
    requireGradient(Loss.CROSS_ENTROPY, labels(labels, 4), 4, labels.length, (z, lane) -> {
      double sum = 0;
      for (double value : z) {
        sum += Math.exp(value);
      }
      return Math.log(sum) - z[labels[lane]];
    });
  }

  @Test
  void meanSquaredErrorAgreesWithDoubleAndItsGradientWithCentralDifferences() {
    int count = 19;
    float[] targets = new float[count * 4];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = (float) random.nextGaussian();
    }
    Dataset data = Dataset.builder("targets").input("x", new int[] {1}, new float[count]).targets(targets, 4).build();
    requireGradient(Loss.MEAN_SQUARED_ERROR, data, 4, count, (y, lane) -> {
      double sum = 0;
      for (int f = 0; f < 4; f++) {
        sum += (y[f] - targets[lane * 4 + f]) * (y[f] - targets[lane * 4 + f]) / 2;
      }
      return sum;
    });
  }

  @Test
  void meanSquaredErrorTakesLabelsAsOneHotTargets() {
    int[] labels = {2, 0, 1};
    requireGradient(Loss.MEAN_SQUARED_ERROR, labels(labels, 3), 3, 3, (y, lane) -> {
      double sum = 0;
      for (int f = 0; f < 3; f++) {
        double target = f == labels[lane] ? 1 : 0;
        sum += (y[f] - target) * (y[f] - target) / 2;
      }
      return sum;
    });
  }

  @Test
  void crossEntropyStaysFiniteAtLargeOutputs() {
    float[] slab = new float[BASE + 2 * LANES * 2];
    slab[BASE] = 1000;
    slab[BASE + LANES] = -1000;
    slab[BASE + 1] = 1000;
    slab[BASE + LANES + 1] = -1000;
    LossFunction loss = LossFunction.of(Loss.CROSS_ENTROPY, 2, LANES);
    double mean = loss.compute(slab, BASE, BASE + 2 * LANES, answers(labels(new int[] {0, 1}, 2), 2, 2));
    assertThat(mean).isEqualTo(1000);
    assertThat(slab[BASE + 2 * LANES]).isZero();
    assertThat(slab[BASE + 2 * LANES + 1]).isEqualTo(0.5f);
    assertThat(slab[BASE + 3 * LANES + 1]).isEqualTo(-0.5f);
    assertThat(loss.correct()).isEqualTo(1);
  }

  @Test
  void rightAnswersAreCountedTheFirstLargestOutputBeingTheAnswer() {
    float[] slab = new float[BASE + 3 * LANES];
    slab[BASE + LANES] = 1; // lane 0: class 1
    slab[BASE + 2 * LANES + 1] = 1; // lane 1: class 2; lane 2: all equal, class 0
    BatchAnswers answers = answers(labels(new int[] {1, 0, 0}, 3), 3, 3);
    for (Loss kind : Loss.values()) {
      LossFunction loss = LossFunction.of(kind, 3, LANES);
      loss.compute(slab, BASE, LossFunction.NO_GRADIENT, answers);
      assertThat(loss.correct()).as(kind.name()).isEqualTo(2);
    }
  }

  @Test
  void targetsHaveNoRightAnswers() {
    Dataset data =
        Dataset.builder("targets").input("x", new int[] {1}, new float[1]).targets(new float[] {1, 2}, 2).build();
    LossFunction loss = LossFunction.of(Loss.MEAN_SQUARED_ERROR, 2, LANES);
    loss.compute(new float[BASE + 2 * LANES], BASE, LossFunction.NO_GRADIENT, answers(data, 2, 1));
    assertThat(loss.correct()).isEqualTo(-1);
  }

  private interface SampleLoss {
    double of(double[] output, int lane);
  }

  private void requireGradient(Loss kind, Dataset data, int features, int count, SampleLoss reference) {
    float[] slab = new float[BASE + 2 * features * LANES];
    int gradient = BASE + features * LANES;
    for (int i = 0; i < slab.length; i++) {
      slab[i] = (float) (2 * random.nextGaussian());
    }
    float[] before = slab.clone();
    double mean = LossFunction.of(kind, features, LANES).compute(slab, BASE, gradient, answers(data, features, count));
    double expected = 0;
    for (int lane = 0; lane < count; lane++) {
      double[] output = new double[features];
      for (int f = 0; f < features; f++) {
        output[f] = before[BASE + f * LANES + lane];
      }
      expected += reference.of(output, lane) / count;
      for (int f = 0; f < features; f++) {
        double h = 1e-5;
        double[] up = output.clone();
        double[] down = output.clone();
        up[f] += h;
        down[f] -= h;
        double slope = (reference.of(up, lane) - reference.of(down, lane)) / (2 * h) / count;
        assertThat((double) slab[gradient + f * LANES + lane])
            .isCloseTo(slope, within(1e-5 * Math.abs(slope) + 1e-9));
      }
    }
    assertThat(mean).isCloseTo(expected, within(1e-6 * expected));
    for (int f = 0; f < features; f++) {
      for (int lane = count; lane < LANES; lane++) {
        assertThat(slab[gradient + f * LANES + lane]).isZero();
      }
      for (int lane = 0; lane < LANES; lane++) {
        assertThat(slab[BASE + f * LANES + lane]).isEqualTo(before[BASE + f * LANES + lane]);
      }
    }
  }

  private static Dataset labels(int[] labels, int classes) {
    float[] inputs = new float[labels.length];
    return Dataset.builder("labels").input("x", new int[] {1}, inputs).labels(labels, classes).build();
  }

  private static BatchAnswers answers(Dataset data, int features, int count) {
    BatchAnswers answers = new BatchAnswers(LANES, features, data.hasLabels());
    int[] records = new int[count];
    for (int i = 0; i < count; i++) {
      records[i] = i;
    }
    answers.load(data, records, 0, count);
    return answers;
  }
}
