package dev.espalier.codegen.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.testmodel.Graph;
import dev.espalier.codegen.testmodel.ModelInterpreter;
import dev.espalier.dsl.Activation;
import dev.espalier.runtime.diagnostic.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelectLayerTest {
  private static final int LANES = ModelInterpreter.LANES;

  private static SelectLayer select(Selection selection) {
    return new SelectLayer("a", selection);
  }

  private static double[][] kept(Selection selection, double[][] values, Integer... shape) {
    ModelSpec model = Graph.input("x", shape).layer("y", select(selection), "x").untrained().selected();
    ModelInterpreter net = new ModelInterpreter(model, new SplittableRandom(1));
    net.poison();
    net.set("x", values);
    net.forward();
    net.infer();
    assertThat(Arrays.deepEquals(net.inferenceValue("y"), net.value("y"))).isTrue();
    return net.value("y");
  }

  /** One sample, in every lane. */
  private static double[] kept(Selection selection, double... sample) {
    double[][] lines = new double[sample.length][LANES];
    IntStream.range(0, sample.length).forEach(q -> Arrays.fill(lines[q], sample[q]));
    double[][] kept = kept(selection, lines, sample.length);
    return IntStream.range(0, sample.length).mapToDouble(q -> kept[q][LANES - 1]).toArray();
  }

  @Test
  void aThresholdKeepsWhatReachesIt() {
    assertThat(kept(new Selection.Threshold(0.5f), 0.4, -0.5, 0.75, -0.3, 0)).containsExactly(0, -0.5, 0.75, 0, 0);
  }

  @Test
  void theLargestStayWhateverTheirSign() {
    assertThat(kept(new Selection.Largest(2), 1, -3, 2, 0.5)).containsExactly(0, -3, 2, 0);
    assertThat(kept(new Selection.Largest(1), 1, -3, 2, 0.5)).containsExactly(0, -3, 0, 0);
    assertThat(kept(new Selection.Share(0.75), 1, -3, 2, 0.5)).containsExactly(1, -3, 2, 0);
  }

  @Test
  void everySampleHasItsOwnLargest() {
    double[][] values = ModelInterpreter.random(new SplittableRandom(4), 3 * 4 * 5);
    double[][] kept = kept(new Selection.Share(0.3), values, 3, 4, 5);
    for (int lane = 0; lane < LANES; lane++) {
      int at = lane;
      List<Double> sizes = new ArrayList<>(Arrays.stream(values).map(line -> Math.abs(line[at])).toList());
      sizes.sort(Collections.reverseOrder());
      for (int q = 0; q < 60; q++) {
        assertThat(kept[q][lane]).isEqualTo(Math.abs(values[q][lane]) >= sizes.get(17) ? values[q][lane] : 0);
      }
    }
  }

  @Test
  void equalValuesStayTogether() {
    assertThat(kept(new Selection.Largest(2), 1, 4, -1, 1, 0.5)).containsExactly(1, 4, -1, 1, 0);
    assertThat(kept(new Selection.Neighbours(1, 3), 1, -1, 0, 0, 2, 1)).containsExactly(1, -1, 0, 0, 2, 0);
  }

  @Test
  void ofFewerThanAreWantedNoneGoes() {
    assertThat(kept(new Selection.Largest(3), 0, 4, 0, 0, 0)).containsExactly(0, 4, 0, 0, 0);
    assertThat(kept(new Selection.Largest(3), 0, 0, 0, 0, 0)).containsOnly(0);
  }

  @Test
  void whatIsNoNumberIsNotHidden() {
    for (Selection selection : List.of(
        new Selection.Threshold(9), new Selection.Largest(1), new Selection.Neighbours(1, 2))) {
      assertThat(kept(selection, Double.NaN, 1, 2, 3)).contains(Double.NaN);
    }
  }

  @Test
  void ofNeighboursAtAPixelThoseOfOtherChannelsCompete() {
    double[][] values = ModelInterpreter.random(new SplittableRandom(4), 4 * 2 * 3);
    double[][] kept = kept(new Selection.Neighbours(1, 2), values, 4, 2, 3);
    for (int pair = 0; pair < 2; pair++) {
      for (int pixel = 0; pixel < 6; pixel++) {
        int one = pair * 12 + pixel;
        int other = one + 6;
        boolean first = Math.abs(values[one][2]) > Math.abs(values[other][2]);
        assertThat(kept[one][2]).isEqualTo(first ? values[one][2] : 0);
        assertThat(kept[other][2]).isEqualTo(first ? 0 : values[other][2]);
      }
    }
  }

  @Test
  void theGradientPassesThroughWhatStays() {
    for (Selection selection : List.of(
        new Selection.Threshold(0.2f), new Selection.Largest(3), new Selection.Share(0.4),
        new Selection.Neighbours(1, 2))) {
      GradientTest.check(Graph.input("x", 5).dense("a", 6, Activation.TANH, "x").layer("b", select(selection), "a")
          .dense("y", 3, null, "b").selected());
      // A result with a halo, and a gradient that another layer writes, too.
      GradientTest.check(Graph.input("x", 2, 4, 5).conv("a", 4, 1, null, "x").layer("b", select(selection), "a")
          .conv("c", 2, 3, null, "b").conv("d", 2, 3, null, "a").add("e", "c", "d").flatten("y", "e").selected());
    }
  }

  @Test
  void theCountOfWhatStaysAndWhatItTakesAreToldFromTheShape() {
    Shape image = Shape.of(4, 5, 5);
    assertThat(new Selection.Threshold(1).kept(image)).isEqualTo(100);
    assertThat(new Selection.Largest(7).kept(image)).isEqualTo(7);
    assertThat(new Selection.Share(0.125).kept(image)).isEqualTo(13);
    assertThat(new Selection.Share(0.001).kept(image)).isEqualTo(1);
    assertThat(new Selection.Share(0.999).kept(image)).isEqualTo(99);
    assertThat(new Selection.Neighbours(1, 4).kept(image)).isEqualTo(25);
    assertThat(new Selection.Threshold(1).operations(image)).isEqualTo(100);
    assertThat(new Selection.Largest(7).operations(image)).isEqualTo(100 * (2 + 2 * 24));
    assertThat(new Selection.Neighbours(1, 4).operations(image)).isEqualTo(100 * 9);
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    List<Problem> problems = new ArrayList<>();
    assertThat(
        select(new Selection.Neighbours(2, 4)).infer("a.kept", List.of("a"), List.of(Shape.of(6)), problems::add))
        .isNull();
    assertThat(select(new Selection.Largest(6)).infer("a.kept", List.of("a"), List.of(Shape.of(6)), problems::add))
        .isNull();
    assertThat(problems).extracting(Problem::message).containsExactly(
        "a: @PruneActivations keeps 2 of every 4 features, and 4 does not divide 6 features.",
        "a: @PruneActivations keeps 6 of a sample's 6 values, which prunes none.");
  }
}
