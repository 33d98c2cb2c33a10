package dev.espalier.codegen.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.testmodel.Graph;
import dev.espalier.codegen.testmodel.ModelInterpreter;
import dev.espalier.dsl.Activation;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A training step over kept weights alone against the step over all weights, of which the others are zero. */
class KeptStepTest {

  private record Case(int filters, List<Integer> kernel, List<Integer> stride, List<Integer> padding, int groups) {}

  @TestFactory
  Stream<DynamicTest> isTheStepOverAllWeights() {
    return Stream.of(
            new Case(4, List.of(3), List.of(1), List.of(1), 1),
            new Case(4, List.of(3), List.of(2), List.of(1), 1),
            new Case(6, List.of(2, 3), List.of(1, 2), List.of(1, 2), 2),
            new Case(4, List.of(3, 1), List.of(2, 1), List.of(2, 0), 4),
            new Case(8, List.of(3), List.of(1), List.of(1), 4),
            new Case(3, List.of(2), List.of(1), List.of(0), 1),
            new Case(5, List.of(1), List.of(1), List.of(0), 1),
            new Case(3, List.of(1), List.of(2), List.of(0), 1),
            new Case(2, List.of(4, 5), List.of(1), List.of(0), 1),
            new Case(1, List.of(4), List.of(5), List.of(0), 1))
        .map(c -> new Conv2dLayer(c.filters(), c.kernel(), c.stride(), c.padding(), c.groups(), true))
        .flatMap(layer -> Stream.of(
            DynamicTest.dynamicTest("gathered " + layer, () -> check(
                image().layer("b", layer, Activation.RELU, "a").activate("c", Activation.TANH, "b").flatten("y", "c"))),
            DynamicTest.dynamicTest("scattered or viewed " + layer, () -> check(
                image().layer("b", layer, Activation.GELU, "a").flatten("y", "b"))),
            DynamicTest.dynamicTest("shared " + layer, () -> check(
                image().conv("wide", 1, 5, null, "a").layer("b", layer, "a").conv("c", 2, 3, null, "b")
                    .flatten("p", "wide").flatten("q", "c").concat("y", "p", "q")))));
  }

  @Test
  void ofADenseLayer() {
    check(Graph.input("x", 9).dense("a", 5, null, "x").dense("b", 7, Activation.RELU, "a").dense("y", 3, null, "b"));
  }

  @Test
  void ofAConvolutionOfOnePositionIsThatOverAllWeights() {
    ModelSpec model = Graph.input("x", 4, 1, 1).conv("a", 3, 1, null, "x").flatten("y", "a").selected();
    assertThat(model.layer("a").orElseThrow().kernels().sparse()).isNull();
  }

  private static Graph image() {
    return Graph.input("x", 2, 4, 5).layer("a", new Conv2dLayer(4, List.of(1), List.of(1), List.of(0), 1, true), "x");
  }

  private static void check(Graph graph) {
    ModelSpec model = graph.selected();
    SplittableRandom random = new SplittableRandom(11);
    ModelInterpreter net = new ModelInterpreter(model, random);
    for (String layer : List.of("a", "b")) {
      double[] weights = net.weights(layer);
      // The first row keeps nothing, and a place with a value in every other row does.
      int columns = model.layer(layer).orElseThrow().weights().columns();
      for (int i = 0; i < weights.length; i++) {
        weights[i] = i < columns || random.nextInt(5) < 3 ? 0 : weights[i];
      }
    }
    net.poison();
    net.randomInputs(random);
    String output = model.output().name();
    double[][] loss = ModelInterpreter.random(random, model.output().shape().size());
    net.forward();
    double[][] result = net.value(output);
    net.setGradient(output, loss);
    net.backward();
    double[] gradient = net.weightGradient("b").clone();
    double[] before = net.weightGradient("a").clone();

    net.forwardKept();
    equal(net.value(output), result);
    net.setGradient(output, loss);
    net.backwardKept();

    equal(net.keptGradient("b"), kept(net.weights("b"), gradient));
    equal(net.keptGradient("a"), kept(net.weights("a"), before));
  }

  private static double[] kept(double[] weights, double[] gradient) {
    return IntStream.range(0, weights.length).filter(i -> weights[i] != 0).mapToDouble(i -> gradient[i]).toArray();
  }

  private static void equal(double[][] actual, double[][] expected) {
    for (int i = 0; i < expected.length; i++) {
      equal(actual[i], expected[i]);
    }
  }

  private static void equal(double[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-12));
    }
  }
}
