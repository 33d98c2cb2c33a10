package dev.espalier.codegen.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.MemoryPlan;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Stage;
import dev.espalier.codegen.layer.DropoutLayer;
import dev.espalier.codegen.layer.GlobalAvgPoolLayer;
import dev.espalier.codegen.layer.MeanPoolLayer;
import dev.espalier.codegen.layer.PatchifyLayer;
import dev.espalier.codegen.testmodel.Graph;
import dev.espalier.codegen.testmodel.RandomGraph;
import dev.espalier.dsl.Activation;
import dev.espalier.runtime.memory.Layout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanMemoryTest {

  @ParameterizedTest
  @ValueSource(ints = {3, 8, 20, 40})
  void noKernelReadsALineThatSomebodyElseHasWrittenSince(int layers) {
    for (int seed = 0; seed < 12; seed++) {
      ModelSpec model = RandomGraph.of(seed, layers).selected();
      SlabShadow training = new SlabShadow(model, model.training());
      // Twice: a step finds what the one before has left.
      for (int step = 0; step < 2; step++) {
        training.fill();
        model.layers().forEach(l -> training.forward(l, l.kernels().forward()));
        training.loss();
        model.layers().reversed().forEach(training::backward);
        model.layers().forEach(training::parameterGradients);
      }
      SlabShadow inference = new SlabShadow(model, model.inference());
      for (int step = 0; step < 2; step++) {
        inference.fill();
        model.layers().forEach(l -> inference.forward(l, l.kernels().inference()));
      }
    }
  }

  @Test
  void theOutputHasNoHaloAndThePlansAreTheSameEveryTime() {
    for (int seed = 0; seed < 20; seed++) {
      ModelSpec model = RandomGraph.of(seed, 12).placed();
      assertThat(model.stage()).isEqualTo(Stage.PLACED);
      String output = model.output().name();
      assertThat(model.training().values().get(output).layout().hasHalo()).isFalse();
      assertThat(model.training().gradients()).containsKey(output);
      ModelSpec again = RandomGraph.of(seed, 12).placed();
      assertThat(again.training()).isEqualTo(model.training());
      assertThat(again.inference()).isEqualTo(model.inference());
    }
  }

  @Test
  void aHaloIsTheWidestThatAConsumerWants() {
    ModelSpec model =
        Graph.input("x", 2, 6, 6).conv("a", 2, 3, null, "x").conv("b", 2, 5, null, "a").conv("c", 2, 3, null, "a")
            .add("d", "b", "c").flatten("y", "d").placed();
    MemoryPlan plan = model.training();
    assertThat(plan.values().get("x").layout()).isEqualTo(new Layout(2, 6, 6, 1, 1));
    assertThat(plan.values().get("a").layout()).isEqualTo(new Layout(2, 6, 6, 2, 2));
    assertThat(plan.gradients().get("a").layout()).isEqualTo(new Layout(2, 6, 6, 2, 2));
    assertThat(plan.values().get("d").layout().hasHalo()).isFalse();
    // The gradient of a convolution's input is gathered from that of its result.
    assertThat(plan.gradients().get("b").layout()).isEqualTo(new Layout(2, 6, 6, 2, 2));
    assertThat(plan.gradients().get("c").layout()).isEqualTo(new Layout(2, 6, 6, 1, 1));
    assertThat(model.inference().values().get("d").layout().hasHalo()).isFalse();
  }

  @Test
  void frozenNarrowPlanesAroundAConvolutionHaveRowsOfOneLength() {
    MemoryPlan narrow = convolutions(6).inference();
    assertThat(narrow.values().get("a").layout()).isEqualTo(new Layout(2, 6, 6, 1, 1));
    assertThat(narrow.values().get("b").layout()).isEqualTo(new Layout(2, 6, 6, 0, 1));
    assertThat(narrow.values().get("d").layout().hasHalo()).isFalse();
    // Rows of whole vectors are wide enough alone.
    assertThat(convolutions(16).inference().values().get("b").layout().hasHalo()).isFalse();
  }

  private static ModelSpec convolutions(int side) {
    return Graph.input("x", 2, side, side).conv("a", 2, 3, null, "x").conv("b", 2, 3, null, "a").add("d", "b", "b")
        .flatten("y", "d").placed();
  }

  @Test
  void noGradientIsGatheredIntoAnInputThatNeedsNoneNorFromAResultThatIsViewedUnderAnotherShape() {
    MemoryPlan plan = Graph.input("x", 2, 6, 6).conv("a", 2, 3, null, "x").conv("b", 2, 3, null, "a").flatten("c", "b")
        .dense("y", 2, null, "c").placed().training();
    assertThat(plan.gradients().get("a").layout()).isEqualTo(new Layout(2, 6, 6, 1, 1));
    assertThat(plan.gradients().get("b").layout().hasHalo()).isFalse();
    MemoryPlan pooled = Graph.input("x", 2, 6, 6).conv("a", 2, 3, null, "x").layer("b", new GlobalAvgPoolLayer(), "a")
        .dense("y", 2, null, "b")
        .placed().training();
    assertThat(pooled.gradients().get("a").layout().hasHalo()).isFalse();
  }

  @Test
  void flattenIsAViewOfAnImageThatNobodyElseConsumesAndThatHasNoHalo() {
    Graph alone = Graph.input("x", 2, 3, 3).conv("a", 2, 3, null, "x").flatten("y", "a");
    ModelSpec view = alone.selected();
    assertThat(view.training().isView("y", "a")).isTrue();
    assertThat(view.training().gradients().get("y").line()).isEqualTo(view.training().gradients().get("a").line());
    assertThat(view.inference().isView("y", "a")).isTrue();
    assertThat(view.output().kernels().forward()).isEmpty();
    assertThat(view.output().kernels().backward()).isEmpty();
    assertThat(view.output().kernels().inference()).isEmpty();

    Graph shared = Graph.input("x", 2, 3, 3).conv("a", 2, 3, null, "x").flatten("b", "a")
        .activate("c", Activation.RELU, "a")
        .flatten("d", "c").concat("y", "b", "d");
    ModelSpec copy = shared.selected();
    assertThat(copy.training().isView("b", "a")).isFalse();
    // Nothing is written in place at inference, where sharing does no harm.
    assertThat(copy.inference().isView("b", "a")).isTrue();

    Graph haloed = Graph.input("x", 2, 3, 3).flatten("b", "x").conv("c", 2, 3, null, "x").flatten("d", "c")
        .concat("y", "b", "d");
    assertThat(haloed.placed().inference().isView("b", "x")).isFalse();
  }

  @Test
  void aLineBehindEachFeatureKeepsFeaturesOfALongSequenceFromMeetingInTheCache() {
    ModelSpec model = Graph.input("x", 1, 8, 12).layer("a", new PatchifyLayer(2), "x").dense("b", 5, null, "a")
        .layer("c", new MeanPoolLayer(), "b").dense("y", 2, null, "c").selected();
    for (MemoryPlan plan : List.of(model.training(), model.inference())) {
      assertThat(plan.values().get("a").layout()).isEqualTo(new Layout(4, 1, 24, 0, 0, 1));
      assertThat(plan.values().get("b").layout().planeLines()).isEqualTo(25);
      assertThat(plan.values().get("x").layout().gap()).isZero();
      assertThat(plan.values().get("c").layout().gap()).isZero();
    }
    Graph odd = Graph.input("x", 1, 6, 6).layer("a", new PatchifyLayer(2), "x").layer("y", new MeanPoolLayer(), "a");
    assertThat(odd.placed().inference().values().get("a").layout().isContiguous()).isTrue();
    Graph viewed = Graph.input("x", 1, 8, 8).layer("a", new PatchifyLayer(2), "x").flatten("y", "a");
    assertThat(viewed.placed().inference().values().get("a").layout().isContiguous()).isTrue();
  }

  @Test
  void dropoutIsAViewAtInferenceOnly() {
    Graph graph = Graph.input("x", 4).dense("a", 3, null, "x").layer("b", new DropoutLayer(0.5), "a")
        .dense("y", 2, null, "b");
    ModelSpec model = graph.selected();
    assertThat(model.training().isView("b", "a")).isFalse();
    assertThat(model.inference().isView("b", "a")).isTrue();
    assertThat(model.training().values()).containsKey("b.keep");
    assertThat(model.inference().values()).doesNotContainKey("b.keep");
  }

  @Test
  void theValueBeforeTheActivationIsKeptWhereTheDerivativeNeedsIt() {
    Graph graph = Graph.input("x", 4).dense("a", 3, Activation.GELU, "x").dense("b", 3, Activation.TANH, "a")
        .activate("c", Activation.SILU, "b").dense("y", 2, null, "c");
    MemoryPlan plan = graph.placed().training();
    assertThat(plan.values()).containsOnlyKeys("x", "a", "a.pre", "b", "c", "y");
    assertThat(graph.placed().inference().values()).containsOnlyKeys("x", "a", "b", "c", "y");
  }

  @Test
  void gradientsReuseTheLinesOfWhatTheBackwardPassIsThroughWith() {
    Graph graph = Graph.input("x", 10).dense("h", 100, Activation.RELU, "x");
    String last = "h";
    for (int i = 0; i < 20; i++) {
      graph.activate("a" + i, Activation.RELU, last);
      last = "a" + i;
    }
    ModelSpec model = graph.dense("y", 10, null, last).placed();
    // Values 21 * 100 + 2 * 10; all gradients apart would be 2110 more.
    assertThat(model.training().lines()).isBetween(2120, 2440);
    // Two hidden values at a time, and the input or output beside one of them.
    assertThat(model.inference().lines()).isEqualTo(200);
  }

  @Test
  void whatGradientsOfWeightsAreSumsOverLivesToTheEnd() {
    Graph graph = Graph.input("x", 10).dense("h", 100, Activation.RELU, "x").dense("i", 50, Activation.RELU, "h");
    ModelSpec model = graph.dense("y", 10, null, "i").placed();
    // The inputs of three layers and the gradients of their results; the output itself is over when its gradient is
    // there.
    assertThat(model.training().lines()).isBetween(10 + 100 + 50 + 100 + 50 + 10, 10 + 100 + 50 + 100 + 50 + 10 + 10);
  }

  @Test
  void whatDoesNotDependOnWeightsHasNoGradient() {
    ModelSpec model = Graph.input("x", 4).activate("a", Activation.TANH, "x").dense("b", 3, null, "a")
        .dense("y", 2, null, "b").selected();
    assertThat(model.training().gradients()).containsOnlyKeys("b", "y");
    assertThat(model.layer("a").orElseThrow().kernels().backward()).isEmpty();
    assertThat(model.layer("b").orElseThrow().kernels().backward()).hasSize(2);
  }

  @Test
  void aNetworkThatIsNotFittedKeepsNothingForABackwardPass() {
    ModelSpec model = Graph.input("x", 4).dense("a", 50, null, "x").dense("b", 50, null, "a").dense("c", 50, null, "b")
        .dense("y", 2, null, "c").untrained().selected();
    assertThat(model.training().gradients()).containsOnlyKeys("y");
    assertThat(model.training().lines()).isLessThan(120);
    assertThat(model.layers().stream().map(LayerSpec::kernels)).allSatisfy(k -> assertThat(k.backward()).isEmpty());
  }

  @Test
  void aSlabLargerThanAnArrayIsRefused() {
    Graph graph = Graph.input("x", 3, 8000, 8000).flatten("y", "x");
    assertThat(Graph.findings(new PlanMemory(), graph.shaped())).isNotEmpty()
        .allSatisfy(f -> assertThat(f.problem().text()).startsWith("[Espalier/TooLarge] Net has "));
  }
}
