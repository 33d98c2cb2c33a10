package dev.espalier.codegen.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.testmodel.Graph;
import dev.espalier.codegen.testmodel.ModelInterpreter;
import dev.espalier.codegen.testmodel.RandomGraph;
import dev.espalier.dsl.Activation;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results of forward and inference kernels against direct sums written here. */
class ForwardTest {
  private static final int LANE = 3;

  private static double[][] forward(ModelInterpreter net, ModelSpec model) {
    net.poison();
    net.randomInputs(new SplittableRandom(5));
    net.forward();
    return net.value(model.output().name());
  }

  private static ModelInterpreter net(ModelSpec model) {
    return new ModelInterpreter(model, new SplittableRandom(3));
  }

  @Test
  void aDenseLayerIsAMatrixProduct() {
    ModelSpec model = Graph.input("x", 7).dense("y", 5, null, "x").selected();
    ModelInterpreter net = net(model);
    double[][] y = forward(net, model);
    double[][] x = net.value("x");
    for (int u = 0; u < 5; u++) {
      double sum = net.bias("y")[u];
      for (int i = 0; i < 7; i++) {
        sum += net.weights("y")[u * 7 + i] * x[i][LANE];
      }
      assertThat(y[u][LANE]).isCloseTo(sum, within(1e-12));
    }
  }

  @Test
  void aConvolutionSumsOverItsWindowAndItsGroup() {
    convolution(new Conv2dLayer(6, List.of(3, 2), List.of(2, 1), List.of(2, 1), 2, true), Shape.of(4, 5, 6));
    convolution(new Conv2dLayer(4, List.of(3), List.of(1), List.of(1), 4, false), Shape.of(4, 4, 4));
    convolution(new Conv2dLayer(3, List.of(5, 4), List.of(1), List.of(0), 1, true), Shape.of(1, 5, 4));
    convolution(new Conv2dLayer(1, List.of(1), List.of(3, 2), List.of(0), 1, true), Shape.of(2, 5, 4));
    convolution(new Conv2dLayer(4, List.of(3), List.of(2), List.of(2), List.of(2), 2, true), Shape.of(4, 7, 8));
    convolution(
        new Conv2dLayer(2, List.of(3, 2), List.of(1), List.of(1, 0), List.of(1, 3), 1, true), Shape.of(2, 5, 9));
  }

  @Test
  void overManyChannelsTheTapsOfARowStandOneAfterTheOther() {
    convolution(new Conv2dLayer(6, List.of(3), List.of(1), List.of(1), 1, true), Shape.of(8, 4, 5));
    convolution(new Conv2dLayer(10, List.of(2, 3), List.of(2), List.of(1), List.of(1, 2), 2, false), Shape.of(18, 5, 6));
    convolution(new Conv2dLayer(7, List.of(1, 2), List.of(1), List.of(0), 1, true), Shape.of(9, 3, 3));
    convolution(new Conv2dLayer(2, List.of(3), List.of(1), List.of(1), 2, true), Shape.of(16, 3, 4));
  }

  private static void convolution(Layer layer, Shape input) {
    ModelSpec model =
        Graph.input("x", input.channels(), input.height(), input.width()).layer("y", layer, "x").untrained().selected();
    ModelInterpreter net = net(model);
    double[][] y = forward(net, model);
    double[][] x = net.value("x");
    WeightGeometry g = model.output().weights();
    int at = 0;
    for (int m = 0; m < g.filters(); m++) {
      for (int e = 0; e < g.outHeight(); e++) {
        for (int f = 0; f < g.outWidth(); f++) {
          double expected = g.bias() ? net.bias("y")[m] : 0;
          expected += window(g, net.weights("y"), x, m, e, f);
          assertThat(y[at++][LANE]).as("%s [%d][%d][%d]", layer, m, e, f).isCloseTo(expected, within(1e-12));
        }
      }
    }
    assertThat(y).hasDimensions(at, ModelInterpreter.LANES);
  }

  private static double window(WeightGeometry g, double[] weights, double[][] x, int m, int e, int f) {
    int channels = g.channels() / g.groups();
    int group = m / (g.filters() / g.groups());
    double sum = 0;
    for (int c = 0; c < channels; c++) {
      for (int r = 0; r < g.kernelHeight(); r++) {
        for (int s = 0; s < g.kernelWidth(); s++) {
          int row = e * g.strideHeight() + r * g.dilationHeight() - g.padHeight();
          int column = f * g.strideWidth() + s * g.dilationWidth() - g.padWidth();
          if (row >= 0 && row < g.height() && column >= 0 && column < g.width()) {
            int channel = group * channels + c;
            double w = weights[((m * channels + c) * g.kernelHeight() + r) * g.kernelWidth() + s];
            sum += w * x[(channel * g.height() + row) * g.width() + column][LANE];
          }
        }
      }
    }
    return sum;
  }

  @Test
  void softmaxGivesProbabilitiesHoweverLargeItsInputs() {
    ModelSpec model = Graph.input("x", 4).layer("y", new SoftmaxLayer(), "x").untrained().selected();
    for (double[] values : new double[][] {{0, 1, 2, -3}, {1000, 999, -1000, 1000}, {-50, 0, -20, -88}}) {
      ModelInterpreter net = net(model);
      double[][] x = new double[4][ModelInterpreter.LANES];
      for (int i = 0; i < 4; i++) {
        Arrays.fill(x[i], values[i]);
      }
      net.set("x", x);
      net.forward();
      double largest = Arrays.stream(values).max().orElseThrow();
      double sum = Arrays.stream(values).map(v -> Math.exp(v - largest)).sum();
      for (int i = 0; i < 4; i++) {
        double expected = Math.exp(values[i] - largest) / sum;
        assertThat(net.value("y")[i][LANE]).isCloseTo(expected, within(1e-6 * expected + 1e-37));
      }
    }
  }

  @Test
  void upsamplingRepeatsEveryPixel() {
    ModelSpec model =
        Graph.input("x", 2, 3, 4).layer("y", new UpsampleLayer(List.of(2, 3)), "x").untrained().selected();
    ModelInterpreter net = net(model);
    double[][] y = forward(net, model);
    double[][] x = net.value("x");
    assertThat(y).hasNumberOfRows(2 * 6 * 12);
    for (int c = 0; c < 2; c++) {
      for (int e = 0; e < 6; e++) {
        for (int f = 0; f < 12; f++) {
          assertThat(y[(c * 6 + e) * 12 + f][LANE]).isEqualTo(x[(c * 3 + e / 2) * 4 + f / 3][LANE]);
        }
      }
    }
  }

  @Test
  void poolsTakeTheLargestOrTheMeanWithPaddingAsZeros() {
    ModelSpec max = Graph.input("x", 2, 5, 6).layer("y", new MaxPoolLayer(List.of(3, 2), List.of(2)), "x").untrained()
        .selected();
    ModelInterpreter net = net(max);
    double[][] y = forward(net, max);
    double[][] x = net.value("x");
    double[][] mean = pooled(new AvgPoolLayer(List.of(3), List.of(2), List.of(1)));
    double[][] all = pooled(new GlobalAvgPoolLayer());
    for (int c = 0; c < 2; c++) {
      double total = 0;
      for (int e = 0; e < 2; e++) {
        for (int f = 0; f < 3; f++) {
          double most = Double.NEGATIVE_INFINITY;
          for (int i = 0; i < 6; i++) {
            most = Math.max(most, x[(c * 5 + 2 * e + i / 2) * 6 + 2 * f + i % 2][LANE]);
          }
          assertThat(y[(c * 2 + e) * 3 + f][LANE]).isEqualTo(most);
        }
      }
      for (int i = 0; i < 30; i++) {
        total += x[c * 30 + i][LANE];
      }
      assertThat(all[c][LANE]).isCloseTo(total / 30, within(1e-7));
      double corner = x[c * 30][LANE] + x[c * 30 + 1][LANE] + x[c * 30 + 6][LANE] + x[c * 30 + 7][LANE];
      assertThat(mean[c * 9][LANE]).isCloseTo(corner / 9, within(1e-7));
    }
  }

  private static double[][] pooled(Layer layer) {
    ModelSpec model = Graph.input("x", 2, 5, 6).layer("y", layer, "x").untrained().selected();
    return forward(net(model), model);
  }

  @ParameterizedTest
  @EnumSource
  void activationsAreWhatTheirPapersSay(Activation activation) {
    ModelSpec model = Graph.input("x", 9).activate("y", activation, "x").selected();
    ModelInterpreter net = net(model);
    double[][] y = forward(net, model);
    for (int i = 0; i < 9; i++) {
      double x = net.value("x")[i][LANE];
      double expected =
          switch (activation) {
            case RELU -> Math.max(x, 0);
            case LEAKY_RELU -> x > 0 ? x : 0.1 * x;
            case GELU -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
            case TANH -> Math.tanh(x);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case SILU -> x / (1 + Math.exp(-x));
          };
      assertThat(y[i][LANE]).isCloseTo(expected, within(1e-7));
    }
  }

  @Test
  void tiesGiveTheWholeGradientToTheFirstMaximum() {
    ModelSpec model = Graph.input("x", 1, 2, 2).conv("a", 1, 1, null, "x")
        .layer("b", new MaxPoolLayer(List.of(2), List.of(0)), "a")
        .flatten("y", "b").selected();
    ModelInterpreter net = net(model);
    double[][] x = new double[4][ModelInterpreter.LANES];
    x[1][0] = 1;
    x[2][0] = 1;
    net.set("x", x);
    net.weights("a")[0] = 1;
    net.bias("a")[0] = 0;
    net.forward();
    double[][] dy = new double[1][ModelInterpreter.LANES];
    dy[0][0] = 5;
    dy[0][1] = 7;
    net.setGradient("y", dy);
    net.backward();
    double[][] da = net.gradient("a");
    assertThat(new double[] {da[0][0], da[1][0], da[2][0], da[3][0]}).containsExactly(0, 5, 0, 0);
    assertThat(new double[] {da[0][1], da[1][1], da[2][1], da[3][1]}).containsExactly(7, 0, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void inferenceWithDenseAndWithKeptWeightsEqualsTheForwardPass(long seed) {
    ModelSpec model = RandomGraph.of(seed, 12).selected();
    ModelInterpreter net = net(model);
    SplittableRandom random = new SplittableRandom(seed);
    for (LayerSpec layer : model.layers()) {
      if (layer.weights() != null) {
        double[] weights = net.weights(layer.name());
        for (int i = 0; i < weights.length; i++) {
          weights[i] = random.nextInt(3) == 0 ? weights[i] : 0;
        }
      }
    }
    net.poison();
    net.randomInputs(random);
    for (LayerSpec layer : model.layers()) {
      if (layer.layer().keepsFactors()) {
        double[][] ones = new double[layer.shape().size()][ModelInterpreter.LANES];
        for (double[] line : ones) {
          Arrays.fill(line, 1);
        }
        net.set(layer.name() + ".keep", ones);
      }
    }
    String output = model.output().name();
    double[][] inputs = net.value("vector");
    double[][] image = net.value("image");
    net.forward();
    net.infer();
    close(net.inferenceValue(output), net.value(output));
    net.set("vector", inputs);
    net.set("image", image);
    net.inferRows();
    close(net.inferenceValue(output), net.value(output));
    net.set("vector", inputs);
    net.set("image", image);
    net.inferPanels();
    close(net.inferenceValue(output), net.value(output));
    net.set("vector", inputs);
    net.set("image", image);
    net.inferStrips();
    close(net.inferenceValue(output), net.value(output));
    net.set("vector", inputs);
    net.set("image", image);
    net.inferBitmaps();
    close(net.inferenceValue(output), net.value(output));
  }

  private static void close(double[][] actual, double[][] expected) {
    for (int q = 0; q < expected.length; q++) {
      assertThat(actual[q]).usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1)
          .containsExactly(expected[q]);
    }
  }
}
