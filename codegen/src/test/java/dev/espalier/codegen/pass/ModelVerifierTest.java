package dev.espalier.codegen.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.MemoryPlan;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Placement;
import dev.espalier.codegen.ir.PruneSpec;
import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.codegen.ir.Stage;
import dev.espalier.codegen.testmodel.Graph;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.policy.PrunePolicy;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Each promise of a stage, broken on purpose. */
class ModelVerifierTest {
  private static final Graph GRAPH =
      Graph.input("image", 1, 2, 2).flatten("pixels", "image").dense("hidden", 3, null, "pixels")
          .dense("logits", 2, null, "hidden");

  private static List<String> breaches(ModelSpec model) {
    Findings findings = new Findings();
    ModelVerifier.verify("SomePass", model, findings);
    assertThat(findings.list()).allMatch(f -> f.problem().diagnostic() == Diagnostic.INTERNAL);
    return findings.list().stream()
        .map(f -> f.problem().message())
        .map(m -> m.replace("the compiler broke its own rule in SomePass: ", ""))
        .toList();
  }

  private static ModelSpec with(ModelSpec model, String layer, UnaryOperator<LayerSpec> change) {
    return model.at(model.stage(),
        model.layers().stream().map(l -> l.name().equals(layer) ? change.apply(l) : l).toList());
  }

  @Test
  void whatThePassesMakeKeepsEveryPromise() {
    assertThat(breaches(GRAPH.shaped())).isEmpty();
    assertThat(breaches(GRAPH.placed())).isEmpty();
    assertThat(breaches(GRAPH.selected())).isEmpty();
  }

  @Test
  void shapedLayersHaveShapesAndStandInOrder() {
    assertThat(breaches(with(GRAPH.shaped(), "hidden", l -> l.shaped(null, l.weights()))))
        .containsExactly("hidden has no shape.");
    assertThat(breaches(with(GRAPH.shaped(), "hidden", l -> l.shaped(l.shape(), null))))
        .containsExactly("hidden can be pruned and has no weights.");
    ModelSpec reversed = GRAPH.shaped().at(Stage.SHAPED, GRAPH.shaped().layers().reversed());
    assertThat(breaches(reversed)).contains(
        "logits stands before what it consumes.",
        "logits is consumed by nobody and not the last layer.",
        "pixels is the last layer and consumed.");
  }

  @Test
  void aPlannedPolicyHasWeightsToPrune() {
    ModelSpec planned = GRAPH.shaped().at(Stage.PLANNED, GRAPH.shaped().layers());
    PruneSpec prune = new PruneSpec(PrunePolicy.toSparsity(0.5), false, SourceRef.NONE);
    assertThat(breaches(with(planned, "pixels", l -> l.planned(prune))))
        .containsExactly("pixels has a policy and no weights.");
  }

  @Test
  void everyValueHasAPlaceInsideTheSlab() {
    ModelSpec placed = GRAPH.placed();
    SortedMap<String, Placement> values = new TreeMap<>(placed.inference().values());
    values.remove("hidden");
    values.put("pixels", new Placement(Layout.vector(5), 0));
    values.put("logits", new Placement(Layout.vector(2), placed.inference().lines() - 1));
    MemoryPlan broken = new MemoryPlan(placed.inference().lines(), values, placed.inference().gradients());
    assertThat(breaches(placed.placed(placed.training(), broken))).satisfiesExactlyInAnyOrder(
        b -> assertThat(b).isEqualTo("hidden has no place in the inference plan."),
        b -> assertThat(b).startsWith("pixels has shape {4} and layout "),
        b -> assertThat(b).isEqualTo("inference value logits leaves the slab."));
    MemoryPlan withoutGradients = new MemoryPlan(placed.training().lines(), placed.training().values(),
        new TreeMap<>());
    assertThat(breaches(placed.placed(withoutGradients, placed.inference())))
        .containsExactly("the output's gradient has no place.");
  }

  @Test
  void everyLayerHasKernelsWhoseOperandsAreThere() {
    ModelSpec selected = GRAPH.selected();
    assertThat(breaches(with(selected, "hidden", l -> l.selected(null)))).containsExactly("hidden has no kernels.");
    LayerKernels hidden = selected.layer("hidden").orElseThrow().kernels();
    LayerKernels rowless = new LayerKernels(
        hidden.forward(), hidden.backward(), hidden.inference(), List.of(), List.of(), hidden.single());
    assertThat(breaches(with(selected, "hidden", l -> l.selected(rowless))))
        .containsExactly(
            "hidden has weights and no kernel for their row form.",
            "hidden has weights and no kernel for their panel form.");
    assertThat(breaches(with(selected, "logits", l -> l.selected(kernelsOfAnotherNetwork()))))
        .isNotEmpty()
        .allMatch(b -> b.contains("stranger") && b.endsWith(", which is not there."));
  }

  private static LayerKernels kernelsOfAnotherNetwork() {
    return Graph.input("image", 4).dense("stranger", 2, null, "image").selected().output().kernels();
  }
}
