package dev.espalier.codegen.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.codegen.ir.DynamicSpec;
import dev.espalier.codegen.ir.GateSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.SelectionSpec;
import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.codegen.testmodel.Graph;
import dev.espalier.codegen.testmodel.ModelInterpreter;
import dev.espalier.dsl.Activation;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.DynamicInfo;
import dev.espalier.runtime.model.DynamicInfo.Part;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExpandDynamicTest {
  private static final SelectionSpec HALF = new SelectionSpec(0, 0, 0.5, 0, 0, SourceRef.NONE);

  /** The layer {@code of} of a graph carries them; carried to stage SELECTED. */
  private static ModelSpec with(Graph graph, String of, SelectionSpec selection, GateSpec gate) {
    ModelSpec read = graph.read();
    ModelSpec model = read.at(read.stage(), read.layers().stream()
        .map(l -> l.name().equals(of) ? l.with(DynamicSpec.declared(selection, gate)) : l)
        .toList());
    for (Pass pass : List.of(new ExpandDynamic(), new InferShapes(), new PlanMemory(), new SelectKernels())) {
      model = pass.apply(model, finding -> {
        throw new AssertionError(finding);
      });
    }
    return model;
  }

  private static Graph graph() {
    return Graph.input("x", 3, 4, 5).conv("stem", 4, 3, Activation.RELU, "x")
        .conv("maps", 6, 3, Activation.TANH, "stem")
        .conv("last", 2, 3, null, "maps").flatten("y", "last");
  }

  private static GateSpec gate(double lambda) {
    return new GateSpec(0.4, lambda, SourceRef.NONE);
  }

  @Test
  void whoReadTheLayerReadsWhatIsKeptOfIt() {
    ModelSpec model = with(graph(), "maps", HALF, null);
    assertThat(model.layers()).extracting(LayerSpec::name).containsExactly("stem", "maps", "maps.kept", "last", "y");
    assertThat(model.layer("last").orElseThrow().inputs()).containsExactly("maps.kept");
    DynamicInfo info = Blueprints.of(model).layers().get(2).dynamic();
    assertThat(info).isEqualTo(new DynamicInfo(Part.SELECTION, "maps", 60, 120 * 50));
  }

  @Test
  void aGateIsToldBeforeTheConvolutionRuns() {
    ModelSpec model = with(graph(), "maps", HALF, gate(0.1));
    assertThat(model.layers()).extracting(LayerSpec::name).containsExactly("stem", "maps.pooled", "maps.saliency",
        "maps.gate", "maps", "maps.gated", "maps.kept", "last", "y");
    assertThat(model.layer("maps.pooled").orElseThrow().inputs()).containsExactly("stem");
    assertThat(model.layer("maps").orElseThrow().inputs()).containsExactly("stem");
    assertThat(model.layer("maps.gated").orElseThrow().inputs()).containsExactly("maps", "maps.gate");
    assertThat(model.layer("maps.kept").orElseThrow().inputs()).containsExactly("maps.gated");
    assertThat(model.layer("maps.saliency").orElseThrow().keep()).isTrue();
    Blueprint blueprint = Blueprints.of(model);
    assertThat(blueprint.layers().get(blueprint.indexOf("maps")).dynamic().kept()).isEqualTo(3);
    assertThat(blueprint.layers().get(blueprint.indexOf("maps.saliency")).initialBias()).isEqualTo(1);
    assertThat(blueprint.layers().get(blueprint.indexOf("maps")).initialBias()).isZero();
  }

  @Test
  void inputsAreFoundWhereverTheirLayersAreDeclared() {
    Graph backwards = Graph.input("x", 3, 4, 5).flatten("y", "last").conv("last", 2, 3, null, "maps")
        .conv("maps", 6, 3, null, "x");
    ModelSpec model = with(backwards, "maps", HALF, gate(0));
    assertThat(model.layer("last").orElseThrow().inputs()).containsExactly("maps.kept");
  }

  @Test
  void theGradientGoesThroughTheGatesThatStay() {
    ModelSpec model = with(graph(), "maps", null, gate(0));
    SplittableRandom random = new SplittableRandom(3);
    ModelInterpreter net = new ModelInterpreter(model, random);
    Arrays.setAll(net.bias("maps.saliency"), i -> 1);
    net.poison();
    net.randomInputs(random);
    double[][] loss = ModelInterpreter.random(random, 40);
    net.forward();
    double[][] gates = net.value("maps.gate");
    net.setGradient("y", loss);
    net.backward();
    for (int lane = 0; lane < ModelInterpreter.LANES; lane++) {
      int at = lane;
      assertThat(Arrays.stream(gates).filter(g -> g[at] != 0).count()).isEqualTo(3);
    }
    // Saliencies of different filters trade places nowhere within the step.
    for (String layer : List.of("maps.saliency", "maps", "stem")) {
      double[] weights = net.weights(layer);
      double gradient = net.weightGradient(layer)[1];
      double start = weights[1];
      weights[1] = start + 1e-5;
      double above = loss(net, loss);
      weights[1] = start - 1e-5;
      double below = loss(net, loss);
      weights[1] = start;
      assertThat(gradient).as(layer).isCloseTo((above - below) / 2e-5, within(1e-6));
      assertThat(gradient).as(layer).isNotZero();
    }
  }

  private static double loss(ModelInterpreter net, double[][] loss) {
    net.forward();
    double[][] y = net.value("y");
    double sum = 0;
    for (int q = 0; q < y.length; q++) {
      for (int lane = 0; lane < y[q].length; lane++) {
        sum += loss[q][lane] * y[q][lane];
      }
    }
    return sum;
  }

  @Test
  void everySaliencyHasTheSlopeOfThePenalty() {
    ModelSpec model = with(graph(), "maps", null, gate(0.25));
    SplittableRandom random = new SplittableRandom(3);
    ModelInterpreter net = new ModelInterpreter(model, random);
    Arrays.setAll(net.bias("maps.saliency"), i -> 1);
    net.poison();
    net.randomInputs(random);
    double[][] slopes = new double[6][ModelInterpreter.LANES];
    for (double[] line : slopes) {
      Arrays.fill(line, 0, 10, 0.25 / 10);
    }
    net.set("maps.gate.keep", slopes);
    net.forward();
    double[][] saliencies = net.value("maps.saliency");
    net.setGradient("y", new double[40][ModelInterpreter.LANES]);
    net.backward();
    for (int f = 0; f < 6; f++) {
      double sum = 0;
      for (int lane = 0; lane < 10; lane++) {
        sum += saliencies[f][lane] > 0 ? 0.25 / 10 : 0;
      }
      assertThat(net.biasGradient("maps.saliency")[f]).isCloseTo(sum, within(1e-12));
      assertThat(sum).isPositive();
    }
  }
}
