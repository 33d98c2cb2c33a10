package dev.espalier.bench.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.espalier.bench.pattern.Pattern;
import dev.espalier.bench.pattern.SparseMatrix;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The references against the definitions, written another way. */
final class ReferenceTest {

  @Test
  void aProductIsTheSumOverColumns() {
    Product task = Product.of(3, "random", random(4, 5));
    float[] w = task.weights().dense();
    double[] y = task.expected().getFirst().values();
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 3; j++) {
        double sum = 0;
        for (int k = 0; k < 5; k++) {
          sum += (double) w[i * 5 + k] * task.x()[k * 3 + j];
        }
        assertThat(y[i * 3 + j]).isCloseTo(sum, within(1e-12));
      }
    }
    assertThat(task.usefulOperations()).isEqualTo(2.0 * 10 * 3);
  }

  @Test
  void gradientsAreTheSlopesOfTheWeightedSumOfY() {
    Product product = Product.of(3, "random", random(4, 5));
    Gradients task = Gradients.of(product);
    double[] dx = task.expected().get(0).values();
    double[] dw = task.expected().get(1).values();
    double before = weighted(product, task.dy());
    for (int i = 0; i < product.x().length; i++) {
      float[] moved = product.x().clone();
      moved[i] += 1;
      Product other = new Product(product.shapes(), product.pattern(), product.weights(), moved);
      assertThat(dx[i]).isCloseTo(weighted(other, task.dy()) - before, within(1e-5));
    }
    for (int i = 0; i < dw.length; i++) {
      SparseMatrix w = product.weights();
      float[] moved = w.values().clone();
      moved[i] += 1;
      SparseMatrix weights = new SparseMatrix(w.rows(), w.columns(), w.pointers(), w.indices(), moved);
      Product other = new Product(product.shapes(), product.pattern(), weights, product.x());
      assertThat(dw[i]).isCloseTo(weighted(other, task.dy()) - before, within(1e-5));
    }
  }

  /** By a step along the gradient the loss falls by the rate times the gradient's square, to first order in the rate. */
  @Test
  void aResidualNetworksLossFallsAsItsGradientSays() {
    ResidualTraining task = ResidualTraining.draw(new ResidualShape(8, 8, 6), Pattern.parse("random"), 0.5);
    ResidualReference reference = new ResidualReference(task);
    double before = reference.loss();

    double square = reference.step(1e-7);

    assertThat((before - reference.loss()) / 1e-7).isCloseTo(square, withinPercentage(0.1));
    assertThat(task.usefulOperations()).isGreaterThan(0);
  }

  private static double weighted(Product product, float[] dy) {
    double[] y = product.expected().getFirst().values();
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += y[i] * dy[i];
    }
    return sum;
  }

  @Test
  void aConvolutionSumsOverItsWindowWithZerosAround() {
    ConvolutionShape s = new ConvolutionShape(2, 4, 5, 3, 4);
    Convolution task = Convolution.of(s, "random", random(3, 18));
    float[] w = task.weights().dense();
    Expected expected = task.expected().getFirst();
    assertThat(expected.places()).hasSize(2 * 60).startsWith(0).endsWith(4 * 60 - 1);
    for (int i = 0; i < expected.places().length; i++) {
      int place = expected.places()[i];
      int x = place % 5;
      int y = place / 5 % 4;
      int filter = place / 20 % 3;
      int sample = place / 60;
      double sum = 0;
      for (int tap = 0; tap < 18; tap++) {
        int row = y + tap / 3 % 3 - 1;
        int column = x + tap % 3 - 1;
        if (row >= 0 && row < 4 && column >= 0 && column < 5) {
          sum += (double) w[filter * 18 + tap] * task.x()[((sample * 2 + tap / 9) * 4 + row) * 5 + column];
        }
      }
      assertThat(expected.values()[i]).isCloseTo(sum, within(1e-12));
    }
  }

  @Test
  void aTrainingStepGoesDownTheSlopeOfTheLoss() {
    Network network = Network.draw(new NetworkShape(List.of(6, 5, 3), 4), Pattern.parse("random"), 0.4);
    Training task = Training.of(network);
    List<Expected> expected = task.expected();
    assertThat(expected).extracting(Expected::name)
        .containsExactly("loss", "weights 0", "bias 0", "weights 1", "bias 1");
    double loss = expected.getFirst().values()[0];
    for (int layer = 0; layer < 2; layer++) {
      SparseMatrix w = network.weights().get(layer);
      for (int i = 0; i < w.kept(); i++) {
        float[] moved = w.values().clone();
        float h = 1e-3f;
        moved[i] += h;
        List<SparseMatrix> weights = new java.util.ArrayList<>(network.weights());
        weights.set(layer, new SparseMatrix(w.rows(), w.columns(), w.pointers(), w.indices(), moved));
        Network other = new Network(network.shape(), network.pattern(), weights, network.biases(), network.x());
        double slope = (new Training(other, task.labels()).expected().getFirst().values()[0] - loss)
            / ((double) moved[i] - w.values()[i]);
        double step = expected.get(1 + 2 * layer).values()[i] - w.values()[i];
        assertThat(step / -Training.LEARNING_RATE).isCloseTo(slope, within(2e-3));
      }
    }
  }

  @Test
  void scoresOfOneSampleAreThoseOfTheNetwork() {
    Network network = Network.draw(new NetworkShape(List.of(6, 5, 3), 1), Pattern.parse("random"), 0.4);
    assertThat(new Latency(network).expected().getFirst().values()).isEqualTo(network.values().getLast()).hasSize(3);
  }

  private static SparseMatrix random(int rows, int columns) {
    return Pattern.parse("random").draw(rows, columns, 0.5, 5);
  }
}
