package dev.espalier.runtime.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Loss;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.prune.Pruner;
import dev.espalier.runtime.random.Randomness;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Criteria on examples that can be followed by hand. */
class HandTest {

  private static final PrunePolicy POLICY = PrunePolicy.toSparsity(0.5);

  /** y = 2 x1 - x2 at (1, 3), target 0: y = -1, so that g = (-1, -3) and g w = (-2, 3). */
  @Test
  void snipIsTheShareOfTheConnectionSensitivity() {
    Perceptron network = linear(2, -1);
    Dataset one = data(2, new float[] {1, 3}, 1);
    assertThat(network.scores(0, POLICY.criterion(Criterion.SNIP), one)).containsExactly(0.4f, 0.6f);
    assertThat(network.scores(0, POLICY.criterion(Criterion.TAYLOR), one)).containsExactly(2, 3);
    assertThat(network.scores(0, POLICY.criterion(Criterion.GRADIENT), one)).containsExactly(1, 3);
  }

  /** Records (1, 3) and (2, 0): gradients (-1, -3) and (8, 0), their squares' means (32.5, 4.5). */
  @Test
  void fisherTakesTheSquaresOfSingleRecords() {
    Perceptron network = linear(2, -1);
    Dataset two = data(2, new float[] {1, 3, 2, 0}, 2);
    assertThat(network.scores(0, POLICY.criterion(Criterion.FISHER), two)).containsExactly(32.5f * 4 / 2, 4.5f / 2);
    assertThat(network.scores(0, POLICY.criterion(Criterion.GRADIENT), two)).containsExactly(3.5f, 1.5f);
  }

  /** L = (w x)^2 / 2 with x = (1, 3): H = x x^T, g = -x, Hg = -10 x = (-10, -30), w Hg = (-20, 30). */
  @Test
  void graspIsExactOnAQuadraticLoss() {
    Perceptron network = linear(2, -1);
    float[] scores = network.scores(0, POLICY.criterion(Criterion.GRASP), data(2, new float[] {1, 3}, 1));
    assertThat(scores[0]).isCloseTo(-20, within(2e-3f));
    assertThat(scores[1]).isCloseTo(30, within(3e-3f));
    assertThat(network.layers().getFirst().weight().values()).as("put back").containsExactly(2, -1);
  }

  @Test
  void wandaIsTheSizeTimesTheNormOfTheInput() {
    Perceptron network = linear(2, -1);
    Dataset two = data(2, new float[] {3, 0, 4, 2}, 2);
    assertThat(network.scores(0, POLICY.criterion(Criterion.WANDA), two)).containsExactly(10, 2);
  }

  @Test
  void wandaOfAConvolutionReadsEveryWindow() {
    for (WeightGeometry geometry : List.of(
        new WeightGeometry(2, 2, 4, 5, 3, 2, 1, 1, 0, 0, 1, false),
        new WeightGeometry(4, 2, 5, 4, 3, 3, 2, 1, 1, 2, 2, true))) {
      double[] energies = new double[geometry.channels() * geometry.height() * geometry.width()];
      Randomness random = Randomness.stream(4, "energies", 0);
      for (int i = 0; i < energies.length; i++) {
        energies[i] = random.nextDouble();
      }
      LayerInfo info = new LayerInfo("conv", "Conv2d", List.of("x"), geometry.input(), geometry,
          POLICY.criterion(Criterion.WANDA));
      LayerParameters layer = LayerParameters.zeros(info);
      Arrays.fill(layer.weight().values(), -2);
      Pruner.attachMask(layer);
      float[] scores = new float[geometry.size()];
      new Wanda().score(new Scoring(0, new Evidence(new Energies(layer, energies), List.of(layer), 1, 0)), scores);
      assertThat(scores).containsExactly(unfolded(geometry, energies), within(1e-5f));
    }
  }

  /** Twice the norm of each column of the unfolded input, of squares that are given. */
  private static float[] unfolded(WeightGeometry g, double[] energies) {
    float[] expected = new float[g.size()];
    int channelsPerGroup = g.channels() / g.groups();
    for (int filter = 0; filter < g.filters(); filter++) {
      int group = filter * g.groups() / g.filters();
      for (int c = 0; c < channelsPerGroup; c++) {
        for (int r = 0; r < g.kernelHeight(); r++) {
          for (int s = 0; s < g.kernelWidth(); s++) {
            double sum = 0;
            for (int y = r - g.padHeight(); y + g.kernelHeight() - r <= g.height() + g.padHeight();
                y += g.strideHeight()) {
              for (int x = s - g.padWidth(); x + g.kernelWidth() - s <= g.width() + g.padWidth();
                  x += g.strideWidth()) {
                boolean inside = y >= 0 && y < g.height() && x >= 0 && x < g.width();
                int channel = group * channelsPerGroup + c;
                sum += inside ? energies[(channel * g.height() + y) * g.width() + x] : 0;
              }
            }
            int column = (c * g.kernelHeight() + r) * g.kernelWidth() + s;
            expected[filter * g.columns() + column] = (float) (2 * Math.sqrt(sum));
          }
        }
      }
    }
    return expected;
  }

  private static Perceptron linear(float... w) {
    Perceptron network = Perceptron.builder(POLICY, Loss.MEAN_SQUARED_ERROR, false, w.length, 1).build();
    System.arraycopy(w, 0, network.layers().getFirst().weight().values(), 0, w.length);
    return network;
  }

  /** Records whose target is 0. */
  private static Dataset data(int features, float[] values, int records) {
    return Dataset.builder("by hand").input("x", new int[] {features}, values)
        .targets(new float[records], 1).build();
  }
}
