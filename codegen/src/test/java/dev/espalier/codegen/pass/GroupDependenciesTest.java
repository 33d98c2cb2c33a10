package dev.espalier.codegen.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.codegen.ir.ChannelTie;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.layer.Conv2dLayer;
import dev.espalier.codegen.layer.GlobalAvgPoolLayer;
import dev.espalier.codegen.layer.LayerNormLayer;
import dev.espalier.codegen.layer.MaxPoolLayer;
import dev.espalier.codegen.layer.MeanPoolLayer;
import dev.espalier.codegen.layer.PatchifyLayer;
import dev.espalier.codegen.testmodel.Graph;
import dev.espalier.dsl.Activation;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupDependenciesTest {

  private static List<String> ties(Graph graph) {
    ModelSpec tied = new GroupDependencies().apply(graph.shaped(), f -> {
      throw new AssertionError(f);
    });
    return tied.ties().stream().map(ChannelTie::toString).toList();
  }

  @Test
  void aChainTiesNothingButItsClasses() {
    Graph graph = Graph.input("image", 8)
        .dense("hidden", 5, Activation.RELU, "image")
        .dense("logits", 3, null, "hidden");
    assertThat(ties(graph)).containsExactly("logits[0..2] fixed");
  }

  @Test
  void whatIsCutIntoTokensOrNormalisedKeepsItsChannels() {
    Graph graph = Graph.input("image", 2, 64, 64)
        .conv("stem", 4, 3, Activation.RELU, "image")
        .layer("squares", new PatchifyLayer(8), "stem")
        .dense("wide", 6, null, "squares")
        .layer("normal", new LayerNormLayer(1e-5), "wide")
        .dense("hidden", 5, Activation.RELU, "normal")
        .layer("mean", new MeanPoolLayer(), "hidden")
        .dense("logits", 3, null, "mean");
    assertThat(ties(graph)).containsExactly("stem[0..3] fixed", "wide[0..5] fixed", "logits[0..2] fixed");
  }

  @Test
  void aSumTiesWhatItAddsChannelByChannel() {
    Graph graph = Graph.input("image", 2, 6, 6)
        .conv("stem", 4, 3, Activation.RELU, "image")
        .conv("branch", 4, 3, null, "stem")
        .add("sum", "stem", "branch")
        .layer("pooled", new MaxPoolLayer(List.of(2), List.of(2)), "sum")
        .conv("next", 4, 3, null, "pooled")
        .add("second", "next", "pooled")
        .flatten("flat", "second")
        .dense("logits", 3, null, "flat");
    assertThat(ties(graph)).containsExactly(
        "stem[0..3] = branch[0..3] = next[0..3]", "logits[0..2] fixed");
  }

  @Test
  void aSumWithAnInputFixesItsChannels() {
    Graph graph = Graph.input("image", 4, 6, 6)
        .conv("branch", 4, 3, null, "image")
        .add("sum", "branch", "image")
        .flatten("flat", "sum")
        .dense("logits", 3, null, "flat");
    assertThat(ties(graph)).containsExactly("branch[0..3] fixed", "logits[0..2] fixed");
  }

  @Test
  void aSumOverAConcatenationTiesPartsOfALayer() {
    Graph graph = Graph.input("image", 1, 6, 6)
        .conv("left", 2, 3, null, "image")
        .conv("right", 3, 3, null, "image")
        .concat("both", "left", "right")
        .conv("across", 5, 1, null, "image")
        .add("sum", "across", "both")
        .layer("means", new GlobalAvgPoolLayer(), "sum")
        .dense("logits", 2, null, "means");
    assertThat(ties(graph)).containsExactly(
        "left[0..1] = across[0..1]", "right[0..2] = across[2..4]", "logits[0..1] fixed");
  }

  @Test
  void aDepthwiseFilterLeavesWithTheChannelThatItReads() {
    Graph graph = Graph.input("image", 1, 6, 6)
        .conv("wide", 3, 3, null, "image")
        .layer("depthwise", new Conv2dLayer(6, List.of(3), List.of(1), List.of(1), 3, true), "wide")
        .layer("means", new GlobalAvgPoolLayer(), "depthwise")
        .dense("logits", 2, null, "means");
    assertThat(ties(graph)).containsExactly(
        "wide[0..0] = depthwise[0..0] = depthwise[1..1]",
        "wide[1..1] = depthwise[2..2] = depthwise[3..3]",
        "wide[2..2] = depthwise[4..4] = depthwise[5..5]",
        "logits[0..1] fixed");
  }

  @Test
  void flatteningKeepsAChannelTogetherUpToTheOutput() {
    Graph graph = Graph.input("image", 1, 3, 3).conv("planes", 2, 3, null, "image").flatten("flat", "planes");
    assertThat(ties(graph)).containsExactly("planes[0..1] fixed");
  }
}
