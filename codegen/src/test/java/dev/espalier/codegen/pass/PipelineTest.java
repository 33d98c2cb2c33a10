package dev.espalier.codegen.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.PruneSpec;
import dev.espalier.codegen.ir.Stage;
import dev.espalier.codegen.testmodel.Graph;
import dev.espalier.dsl.Activation;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.policy.PrunePolicy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineTest {
  private static final Graph SOUND = Graph.input("image", 1, 4, 4)
      .flatten("pixels", "image")
      .dense("hidden1", 8, Activation.RELU, "pixels")
      .dense("hidden2", 8, Activation.RELU, "hidden1")
      .dense("logits", 3, null, "hidden2");

  /** With a default policy; of layers from the second on with weights, as its name says. */
  private static ModelSpec withDefault(ModelSpec model, PrunePolicy policy) {
    return ModelSpec.read(model.packageName(), model.name(), model.inputs(), model.layers(), model.train(),
        new PruneSpec(policy, false, new Graph.Place("default")), null, model.vector(), model.source());
  }

  @Test
  void aSoundNetworkReachesTheLastStageByEveryPassInOrder() {
    List<String> passes = new ArrayList<>();
    CompiledModel compiled = new Pipeline((pass, model, nanos) -> passes.add(pass.name() + " " + model.stage()))
        .compile(SOUND.read());
    assertThat(compiled.findings()).isEmpty();
    assertThat(compiled.isClean()).isTrue();
    assertThat(passes).containsExactly(
        "ValidateModel (settings) READ",
        "ValidateModel (graph) READ",
        "ExpandDynamic READ",
        "InferShapes SHAPED",
        "ExpandAttention SHAPED",
        "PruneTokens SHAPED",
        "GroupDependencies SHAPED",
        "PlanPruning PLANNED",
        "PlanMemory PLACED",
        "SelectKernels SELECTED");
  }

  @Test
  void aWrongSettingDoesNotHideAWrongShape() {
    ModelSpec model = withDefault(
        Graph.input("image", 1, 4, 4).dense("hidden", 8, null, "image").dense("logits", 3, null, "hidden").read(),
        PrunePolicy.toSparsity(2));
    CompiledModel compiled = new Pipeline(PassListener.NONE).compile(model);
    assertThat(compiled.findings()).extracting(f -> f.problem().diagnostic())
        .containsExactly(Diagnostic.SPARSITY_RANGE, Diagnostic.VECTOR_NEEDED);
    assertThat(compiled.isClean()).isFalse();
  }

  @Test
  void noMemoryIsPlannedForANetworkWithAWrongSetting() {
    CompiledModel compiled = new Pipeline(PassListener.NONE)
        .compile(withDefault(SOUND.read(), PrunePolicy.toSparsity(2)));
    assertThat(compiled.model().stage()).isEqualTo(Stage.PLANNED);
    assertThat(compiled.findings()).hasSize(1);
  }

  @Test
  void theDefaultPolicySparesTheOutputAndIsOverriddenAsAWhole() {
    PrunePolicy own = PrunePolicy.toSparsity(0.25);
    ModelSpec read = withDefault(SOUND.read(), PrunePolicy.toSparsity(0.5));
    List<dev.espalier.codegen.ir.LayerSpec> layers = read.layers().stream()
        .map(l -> l.name().equals("hidden2") ? l.planned(new PruneSpec(own, false, l.source())) : l)
        .toList();
    CompiledModel compiled = new Pipeline(PassListener.NONE).compile(read.at(Stage.READ, layers));
    assertThat(compiled.findings()).isEmpty();
    assertThat(compiled.model().layer("pixels").orElseThrow().prune()).isNull();
    assertThat(compiled.model().layer("hidden1").orElseThrow().prune()).satisfies(p -> {
      assertThat(p.inherited()).isTrue();
      assertThat(p.policy().sparsity()).isEqualTo(0.5);
    });
    assertThat(compiled.model().layer("hidden2").orElseThrow().prune().policy()).isEqualTo(own);
    assertThat(compiled.model().layer("logits").orElseThrow().prune()).isNull();
  }
}
