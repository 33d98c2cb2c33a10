package dev.espalier.codegen.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.testmodel.Graph;
import dev.espalier.codegen.testmodel.ModelInterpreter;
import dev.espalier.codegen.testmodel.RandomGraph;
import dev.espalier.dsl.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The backward kernels of every layer against central differences, in double precision. A random linear function of the
 * output stands for the loss; layers with weights stand before the layer under test, so that its input gradients show
 * in theirs. Every array of parameters is moved as a whole along a random direction: the difference is compared with
 * the gradient's component along it, which one wrong entry changes.
 */
class GradientTest {
  private static final double STEP = 1e-5;
  private static final double RELATIVE = 1e-6;

  @TestFactory
  List<DynamicTest> agreesWithCentralDifferences() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Activation activation : Activation.values()) {
      add(tests, "dense " + activation, vector().dense("b", 5, activation, "a").dense("y", 3, null, "b"));
      add(tests, "activate " + activation, vector().activate("b", activation, "a").dense("y", 3, null, "b"));
      add(tests, "last " + activation, vector().dense("y", 3, activation, "a"));
    }
    // One whose derivative is told from the result, one that keeps the value before it.
    for (Activation activation : List.of(Activation.RELU, Activation.GELU)) {
      add(tests, "conv " + activation,
          image().conv("b", 3, 3, activation, "a").conv("c", 2, 3, null, "b").flatten("y", "c"));
      add(tests, "activate image " + activation,
          image().activate("b", activation, "a").conv("c", 2, 3, null, "b").flatten("y", "c"));
      add(tests, "pool " + activation,
          image().layer("b", new MaxPoolLayer(List.of(2), List.of(1)), activation, "a").flatten("y", "b"));
    }
    add(tests, "dense without bias", vector().layer("y", new DenseLayer(4, false), "a"));
    add(tests, "dense of one", Graph.input("x", 1).dense("a", 1, Activation.TANH, "x").dense("y", 1, null, "a"));
    conv(tests, 4, List.of(3), List.of(2), List.of(1), 1);
    conv(tests, 4, List.of(3), List.of(2), List.of(0), 2);
    conv(tests, 6, List.of(2, 3), List.of(1, 2), List.of(1, 2), 2);
    conv(tests, 4, List.of(3, 1), List.of(2, 1), List.of(2, 0), 4);
    conv(tests, 8, List.of(3), List.of(1), List.of(1), 4);
    conv(tests, 9, List.of(3), List.of(1), List.of(1), 1);
    conv(tests, 16, List.of(2, 3), List.of(1, 2), List.of(1, 2), 2);
    conv(tests, 8, List.of(3), List.of(2), List.of(1), 1);
    conv(tests, 5, List.of(1), List.of(1), List.of(0), 1);
    conv(tests, 3, List.of(1), List.of(2), List.of(0), 1);
    conv(tests, 2, List.of(4, 5), List.of(1), List.of(0), 1);
    conv(tests, 1, List.of(4), List.of(5), List.of(0), 1);
    norms(tests);
    for (List<Integer> factor : List.of(List.of(2), List.of(3, 1), List.of(1, 2))) {
      Layer upsample = new UpsampleLayer(factor);
      add(tests, upsample.toString(), image().layer("b", upsample, Activation.SILU, "a").conv("c", 2, 3, null, "b")
          .flatten("y", "c"));
      add(tests, "shared " + upsample, image().conv("other", 3, 3, null, "a").layer("b", upsample, "a")
          .flatten("p", "other").flatten("q", "b").concat("y", "p", "q"));
    }
    add(tests, "softmax", vector().layer("y", new SoftmaxLayer(), "a"));
    add(tests, "softmax shared",
        vector().layer("b", new SoftmaxLayer(), Activation.TANH, "a").concat("y", "a", "b"));
    add(tests, "softmax of one", vector().dense("b", 1, null, "a").layer("s", new SoftmaxLayer(), "b")
        .concat("y", "a", "s", "b"));
    dilated(tests, List.of(2), List.of(1), List.of(2), 1);
    dilated(tests, List.of(2, 1), List.of(1, 2), List.of(2, 1), 4);
    dilated(tests, List.of(1, 2), List.of(2), List.of(1, 2), 2);
    pools(tests);
    graphs(tests);
    for (int seed = 0; seed < 5; seed++) {
      add(tests, "random network " + seed, RandomGraph.of(seed, 10));
    }
    return tests;
  }

  private static void conv(
      List<DynamicTest> tests, int filters, List<Integer> kernel, List<Integer> stride, List<Integer> padding,
      int groups) {
    Layer layer = new Conv2dLayer(filters, kernel, stride, padding, groups, groups != 2);
    add(tests, layer.toString(), image().layer("b", layer, Activation.TANH, "a").flatten("y", "b"));
    // A result with a halo for its gradient alone.
    add(tests, "gathered " + layer,
        image().layer("b", layer, "a").activate("c", Activation.TANH, "b").flatten("y", "c"));
    // A wider halo than its own, a gradient that others write too, a result with a halo.
    add(
        tests,
        "shared " + layer,
        image().conv("wide", 1, 5, null, "a").layer("b", layer, Activation.SIGMOID, "a").conv("c", 2, 3, null, "b")
            .flatten("p", "wide").flatten("q", "c").concat("y", "p", "q"));
  }

  /** On planes of 6 x 7; filters of 3 x 3. */
  private static void dilated(
      List<DynamicTest> tests, List<Integer> dilation, List<Integer> stride, List<Integer> padding, int groups) {
    Layer layer = new Conv2dLayer(4, List.of(3), stride, padding, dilation, groups, true);
    Graph graph = Graph.input("x", 2, 6, 7)
        .layer("a", new Conv2dLayer(4, List.of(1), List.of(1), List.of(0), 1, true), "x");
    add(tests, layer.toString(), graph.layer("b", layer, Activation.TANH, "a").conv("c", 2, 3, null, "b")
        .flatten("p", "c").flatten("q", "a").concat("y", "p", "q"));
  }

  private static void norms(List<DynamicTest> tests) {
    Layer norm = new BatchNormLayer(0.1, 1e-3);
    Layer bare = new Conv2dLayer(3, List.of(3), List.of(2), List.of(1), 1, false);
    add(tests, "norm of a vector", vector().layer("n", norm, "a").dense("y", 3, Activation.TANH, "n"));
    add(tests, "norm of the inputs",
        Graph.input("x", 5).layer("n", norm, Activation.GELU, "x").dense("y", 3, null, "n"));
    add(tests, "norm alone", Graph.input("x", 5).layer("y", norm, Activation.SIGMOID, "x"));
    for (Activation activation : List.of(Activation.RELU, Activation.GELU)) {
      add(tests, "folded norm " + activation,
          image().layer("b", bare, "a").layer("n", norm, activation, "b").conv("c", 2, 3, null, "n").flatten("y", "c"));
      add(tests, "norm after " + activation,
          image().conv("b", 3, 3, activation, "a").layer("n", norm, "b").conv("c", 2, 3, null, "n").flatten("y", "c"));
    }
    add(tests, "norms of branches", image().conv("b", 4, 3, null, "a").layer("n", norm, Activation.RELU, "b")
        .layer("m", norm, "a").layer("sum", new AddLayer(), Activation.TANH, "n", "m", "b").conv("c", 2, 3, null, "sum")
        .layer("o", norm, "c").layer("p", norm, "o").flatten("y", "p"));
  }

  private static void pools(List<DynamicTest> tests) {
    List<Layer> pools =
        List.of(
            new MaxPoolLayer(List.of(2), List.of(0)),
            new MaxPoolLayer(List.of(4, 5), List.of(0)),
            new MaxPoolLayer(List.of(3, 2), List.of(1, 2)),
            new MaxPoolLayer(List.of(1), List.of(2)),
            new MaxPoolLayer(List.of(2), List.of(3)),
            new AvgPoolLayer(List.of(2), List.of(0), List.of(0)),
            new AvgPoolLayer(List.of(4, 5), List.of(0), List.of(0)),
            new AvgPoolLayer(List.of(3), List.of(1), List.of(1)),
            new AvgPoolLayer(List.of(3, 2), List.of(2, 1), List.of(1, 0)),
            new GlobalAvgPoolLayer());
    for (Layer pool : pools) {
      boolean global = pool instanceof GlobalAvgPoolLayer;
      Graph alone = image().layer("b", pool, Activation.LEAKY_RELU, "a");
      add(tests, pool.toString(), global ? alone.dense("y", 2, null, "b") : alone.flatten("y", "b"));
      Graph shared = image().conv("other", 3, 3, null, "a").flatten("p", "other").layer("b", pool, "a");
      add(tests, "shared " + pool,
          (global ? shared.activate("q", Activation.TANH, "b") : shared.flatten("q", "b")).concat("y", "p", "q"));
    }
  }

  private static void graphs(List<DynamicTest> tests) {
    Layer dropout = new DropoutLayer(0.5);
    add(tests, "residual", image().conv("b", 4, 3, Activation.RELU, "a").conv("c", 4, 3, null, "b")
        .layer("sum", new AddLayer(), Activation.RELU, "a", "c").conv("d", 2, 3, null, "sum").flatten("y", "d"));
    add(tests, "sum of three", vector().dense("b", 6, Activation.TANH, "a").dense("c", 6, Activation.GELU, "b")
        .layer("y", new AddLayer(), Activation.SILU, "a", "b", "c"));
    add(tests, "concat of images",
        image().conv("b", 3, 3, Activation.SILU, "a").layer("c", new ConcatLayer(), Activation.GELU, "a", "b")
        .conv("d", 2, 3, null, "c").concat("e", "d", "a", "b").flatten("y", "e"));
    add(tests, "two inputs",
        Graph.input("x", 4).and("z", 2, 3, 3).dense("a", 5, Activation.TANH, "x").conv("b", 2, 3, null, "z")
        .flatten("c", "b").concat("d", "a", "c", "x").dense("y", 3, null, "d"));
    add(tests, "flatten shared",
        image().flatten("b", "a").conv("c", 2, 3, null, "a").flatten("d", "c").concat("y", "b", "d", "b2")
        .dense("b2", 3, Activation.TANH, "b"));
    add(tests, "flatten of input", Graph.input("x", 2, 3, 3).flatten("f", "x").dense("y", 3, null, "f"));
    add(tests, "flatten activated", image().layer("y", new FlattenLayer(), Activation.TANH, "a"));
    add(tests, "flatten activated by gelu", image().layer("y", new FlattenLayer(), Activation.GELU, "a"));
    add(tests, "dropout", vector().layer("b", dropout, "a").dense("y", 3, null, "b"));
    add(tests, "dropout of an image",
        image().layer("b", dropout, Activation.RELU, "a").conv("c", 2, 3, null, "b").flatten("y", "c"));
    add(tests, "dropout gelu", vector().layer("y", dropout, Activation.GELU, "a"));
    add(tests, "shared by all",
        vector().dense("b", 6, Activation.GELU, "a").layer("c", dropout, "a").activate("d", Activation.SILU, "a")
        .add("e", "a", "b", "c", "d").concat("f", "e", "a").dense("y", 4, Activation.SIGMOID, "f"));
  }

  private static Graph vector() {
    return Graph.input("x", 5).dense("a", 6, null, "x");
  }

  private static Graph image() {
    return Graph.input("x", 2, 4, 5).layer("a", new Conv2dLayer(4, List.of(1), List.of(1), List.of(0), 1, true), "x");
  }

  private static void add(List<DynamicTest> tests, String name, Graph graph) {
    tests.add(DynamicTest.dynamicTest(name, () -> check(graph.selected())));
  }

  @Test
  void whatStandsInLanesWithoutASampleBelongsToNoBatch() {
    Layer norm = new BatchNormLayer(0.1, 1e-3);
    check(image().conv("b", 3, 3, null, "a").layer("n", norm, Activation.RELU, "b").conv("c", 2, 3, null, "n")
        .flatten("y", "c").selected(), 11);
  }

  static void check(ModelSpec model) {
    check(model, ModelInterpreter.LANES);
  }

  private static void check(ModelSpec model, int samples) {
    SplittableRandom random = new SplittableRandom(7);
    ModelInterpreter net = new ModelInterpreter(model, random);
    net.samples(samples);
    net.poison();
    net.randomInputs(random);
    String output = model.output().name();
    double[][] loss = ModelInterpreter.random(random, model.output().shape().size());
    for (double[] line : loss) {
      Arrays.fill(line, samples, line.length, 0);
    }
    // The second step runs on what the first has left in the slab.
    for (int step = 0; step < 2; step++) {
      net.forward();
      net.setGradient(output, loss);
      net.backward();
    }
    for (LayerSpec layer : model.layers()) {
      if (layer.layer().normalizes()) {
        String name = layer.name();
        differences(net, output, loss, random, name + " scale", net.scale(name), net.scaleGradient(name));
        differences(net, output, loss, random, name + " shift", net.shift(name), net.shiftGradient(name));
      }
      if (layer.weights() != null) {
        differences(
            net, output, loss, random, layer.name() + " W", net.weights(layer.name()),
            net.weightGradient(layer.name()));
        // What a bias adds to a whole channel, its batch's mean takes away.
        if (layer.weights().bias() && model.foldedInto(layer) == null) {
          differences(
              net, output, loss, random, layer.name() + " b", net.bias(layer.name()), net.biasGradient(layer.name()));
        }
      }
    }
  }

  private static void differences(
      ModelInterpreter net,
      String output,
      double[][] loss,
      SplittableRandom random,
      String name,
      double[] parameters,
      double[] gradients) {
    double[] start = parameters.clone();
    double[] direction = random.doubles(parameters.length, -1, 1).toArray();
    double above = lossAt(net, output, loss, parameters, start, direction, STEP);
    double below = lossAt(net, output, loss, parameters, start, direction, -STEP);
    System.arraycopy(start, 0, parameters, 0, start.length);
    double component = 0;
    double scale = 0;
    for (int i = 0; i < gradients.length; i++) {
      component += gradients[i] * direction[i];
      scale = Math.max(scale, Math.abs(gradients[i]));
    }
    assertThat(scale).as(name).isPositive();
    assertThat(component).as(name).isCloseTo((above - below) / (2 * STEP), within(RELATIVE * Math.max(1e-3, scale)));
  }

  private static double lossAt(
      ModelInterpreter net,
      String output,
      double[][] loss,
      double[] parameters,
      double[] start,
      double[] direction,
      double step) {
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = start[i] + step * direction[i];
    }
    return loss(net, output, loss);
  }

  private static double loss(ModelInterpreter net, String output, double[][] loss) {
    net.forward();
    double[][] value = net.value(output);
    double sum = 0;
    for (int q = 0; q < value.length; q++) {
      for (int l = 0; l < value[q].length; l++) {
        sum += loss[q][l] * value[q][l];
      }
    }
    return sum + penalties(net);
  }

  /** The penalties on what tokens weigh, whose slopes stand in the slab. */
  private static double penalties(ModelInterpreter net) {
    double sum = 0;
    for (String layer : net.learnedTokens()) {
      double[] slopes = net.value(layer + ".keep")[0];
      double[][] weights = net.value(layer + ".weights");
      double[][] valid = net.value(layer + ".valid");
      for (int l = 0; l < slopes.length; l++) {
        double all = 0;
        double count = 0;
        for (int t = 0; t < weights.length; t++) {
          all += weights[t][l];
          count += valid[t][l];
        }
        sum += count == 0 ? 0 : slopes[l] * all / count;
      }
    }
    return sum;
  }
}
