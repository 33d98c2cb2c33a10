package dev.espalier.codegen.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.PruneSpec;
import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.codegen.ir.Stage;
import dev.espalier.codegen.layer.Layers;
import dev.espalier.codegen.testmodel.Graph;
import dev.espalier.dsl.Activation;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.NetworkRules;
import dev.espalier.runtime.policy.PrunePolicy;
import org.junit.jupiter.api.Test;

class BlueprintsTest {

  private static Graph graph(int units, Activation activation) {
    return Graph.input("image", 1, 4, 4)
        .conv("conv", 3, 3, activation, "image")
        .flatten("flat", "conv")
        .dense("hidden", units, null, "flat")
        .dense("logits", 2, null, "hidden");
  }

  @Test
  void itCarriesLayoutsAndLinesOnceTheyArePlaced() {
    ModelSpec placed = graph(5, Activation.RELU).placed();
    Blueprint blueprint = Blueprints.of(placed);
    assertThat(blueprint.trainingLines()).isEqualTo(placed.training().lines());
    assertThat(blueprint.inputs().getFirst().training().padHeight()).isEqualTo(1);
    assertThat(blueprint.outputLineTraining()).isEqualTo(placed.training().values().get("logits").line());
    assertThat(blueprint.outputGradientLine()).isEqualTo(placed.training().gradients().get("logits").line());
    assertThat(blueprint.outputLineInference()).isEqualTo(placed.inference().values().get("logits").line());
    assertThat(blueprint.layers()).extracting("name").containsExactly("conv", "flat", "hidden", "logits");
  }

  @Test
  void beforeThatItHasShapesWithoutHalo() {
    Blueprint blueprint = Blueprints.of(graph(5, Activation.RELU).shaped());
    assertThat(blueprint.inputs().getFirst().training().hasHalo()).isFalse();
    assertThat(blueprint.trainingLines()).isZero();
    assertThat(blueprint.layers().getFirst().weights().size()).isEqualTo(27);
  }

  @Test
  void theHashChangesWithWhatWeightsMeanAlone() {
    String hash = Blueprints.hash(graph(5, Activation.RELU).shaped());
    assertThat(hash).matches("[0-9a-f]{64}");
    assertThat(Blueprints.hash(graph(5, Activation.RELU).placed())).isEqualTo(hash);
    assertThat(Blueprints.hash(graph(6, Activation.RELU).shaped())).isNotEqualTo(hash);
    assertThat(Blueprints.hash(graph(5, Activation.TANH).shaped())).isNotEqualTo(hash);
    ModelSpec shaped = graph(5, Activation.RELU).untrained().shaped();
    PruneSpec prune = new PruneSpec(PrunePolicy.toSparsity(0.5), false, SourceRef.NONE);
    ModelSpec pruned = shaped.at(Stage.PLANNED,
        shaped.layers().stream().map(l -> l.name().equals("hidden") ? l.planned(prune) : l).toList());
    assertThat(Blueprints.hash(pruned)).isEqualTo(hash);
  }

  @Test
  void theHashedTextListsInputsAndLayers() {
    Graph graph = Graph.input("image", 8).dense("logits", 2, Activation.RELU, "image");
    assertThat(Blueprints.canonical(graph.shaped())).isEqualTo("""
        espalier network 1
        input image {8}
        layer logits DenseLayer[units=2, bias=true] RELU 0.01 [image] {2}
        """);
  }

  @Test
  void theRuntimeKnowsTheGranularitiesOfEveryKind() {
    graph(5, Activation.RELU).shaped().layers().forEach(l ->
        assertThat(NetworkRules.granularities(l.layer().kind())).isEqualTo(l.layer().granularities()));
    assertThat(Layers.kinds()).filteredOn(k -> !NetworkRules.granularities(k).isEmpty())
        .containsExactly("Dense", "Conv2d");
  }
}
