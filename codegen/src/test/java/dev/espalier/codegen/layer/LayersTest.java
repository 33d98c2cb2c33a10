package dev.espalier.codegen.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.codegen.ir.ActivationSpec;
import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.dsl.Activation;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Positions;
import dev.espalier.runtime.diagnostic.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayersTest {
  private static Layer read(String kind, Map<String, Object> values) {
    return Layers.read(new AnnotationElements(kind, values));
  }

  private static List<String> problems(Layer layer, int inputs) {
    List<Problem> problems = new ArrayList<>();
    layer.check("a", inputs, problems::add);
    return problems.stream().map(Problem::message).toList();
  }

  @Test
  void everyKindIsReadFromItsElements() {
    List<Integer> one = List.of(1);
    List<Integer> two = List.of(2, 3);
    List<Layer> layers =
        List.of(
            read("Dense", Map.of("value", 300, "bias", false)),
            read(
                "Conv2d",
                Map.of("filters", 6, "kernel", two, "stride", one, "padding", List.of(0), "dilation", one,
                    "groups", 2, "bias", true)),
            read("MaxPool", Map.of("value", two, "stride", List.of(0))),
            read("AvgPool", Map.of("value", two, "stride", one, "padding", List.of(0))),
            read("GlobalAvgPool", Map.of()),
            read("Flatten", Map.of()),
            read("Activate", Map.of("value", "RELU", "slope", 0.01)),
            read("Add", Map.of()),
            read("Concat", Map.of()),
            read("Dropout", Map.of("value", 0.5)),
            read("BatchNorm", Map.of("momentum", 0.1, "epsilon", 1e-5)),
            read("Upsample", Map.of("value", two)),
            read("Softmax", Map.of()),
            read("Embedding", Map.of("vocabulary", 100, "width", 8)),
            read("PositionalEmbedding", Map.of("value", "SINUSOIDAL")),
            read("LayerNorm", Map.of("epsilon", 1e-5)),
            read("SelfAttention", Map.of("heads", 4, "causal", true, "bias", false)),
            read("ClsToken", Map.of()),
            read("ClassFeatures", Map.of()),
            read("MeanPool", Map.of()),
            read("Patchify", Map.of("value", 7)));
    assertThat(layers)
        .containsExactly(
            new DenseLayer(300, false),
            new Conv2dLayer(6, two, one, List.of(0), 2, true),
            new MaxPoolLayer(two, List.of(0)),
            new AvgPoolLayer(two, one, List.of(0)),
            new GlobalAvgPoolLayer(),
            new FlattenLayer(),
            new ActivateLayer(),
            new AddLayer(),
            new ConcatLayer(),
            new DropoutLayer(0.5),
            new BatchNormLayer(0.1, 1e-5),
            new UpsampleLayer(two),
            new SoftmaxLayer(),
            new EmbeddingLayer(100, 8),
            new PositionalEmbeddingLayer(Positions.SINUSOIDAL),
            new LayerNormLayer(1e-5),
            new SelfAttentionLayer(4, true, false),
            new ClsTokenLayer(),
            new ClassFeaturesLayer(),
            new MeanPoolLayer(),
            new PatchifyLayer(7));
    assertThat(layers.stream().map(Layer::kind)).containsExactlyElementsOf(Layers.kinds());
  }

  @Test
  void whatIsNoLayerIsNamedWithTheChoices() {
    assertThatThrownBy(() -> read("Prune", Map.of()))
        .hasMessageStartingWith("@Prune is no layer annotation; those are [Dense, Conv2d,");
    assertThatThrownBy(() -> read("Dense", Map.of("value", "many", "bias", true)))
        .hasMessageStartingWith("@Dense has no element value of type Integer;");
  }

  @Test
  void numbersOutOfRangeSayWhichAndWhatIsAllowed() {
    List<Integer> one = List.of(1);
    assertThat(problems(new DenseLayer(0, true), 1)).containsExactly("a: value = 0; it must be at least 1.");
    assertThat(problems(new DropoutLayer(1), 1)).containsExactly("a: value = 1; it must be above 0 and below 1.");
    assertThat(problems(new DropoutLayer(Double.NaN), 1)).hasSize(1);
    assertThat(problems(new Conv2dLayer(0, List.of(3, 0), List.of(0), one, -1, true), 1))
        .containsExactly(
            "a: filters = 0; it must be at least 1.",
            "a: groups = -1; it must be at least 1.",
            "a: stride = 0; it must be at least 1.",
            "a: kernel = {3, 0}; it must be at least 1.");
    assertThat(problems(new Conv2dLayer(1, List.of(3, 5), one, List.of(3, 3), 1, true), 1))
        .containsExactly("a: padding = {3, 3}; it must be at least 0 and below the kernel {3, 5}.");
    assertThat(problems(new Conv2dLayer(1, List.of(3), one, List.of(2), 1, true), 1)).isEmpty();
    assertThat(problems(new MaxPoolLayer(List.of(0), List.of(-1)), 1))
        .containsExactly(
            "a: value = 0; it must be at least 1.", "a: stride = -1; it must be at least 1, or 0 for the window.");
    assertThat(problems(new AvgPoolLayer(List.of(3), List.of(0), List.of(2)), 1))
        .containsExactly("a: padding = 2; it must be at least 0 and at most half the window 3.");
  }

  @Test
  void oneOrTwoNumbersStandForBothAxes() {
    assertThat(problems(new MaxPoolLayer(List.of(2, 2, 2), List.of()), 1))
        .containsExactly(
            "a: value has 3 numbers; it takes one for both axes or two, {vertical, horizontal}.",
            "a: stride has 0 numbers; it takes one for both axes or two, {vertical, horizontal}.");
  }

  @Test
  void theNumberOfInputsIsChecked() {
    assertThat(problems(new FlattenLayer(), 2)).containsExactly("a is a @Flatten, which takes one value, and has 2.");
    assertThat(problems(new FlattenLayer(), 0))
        .containsExactly("a is a @Flatten, which takes one value, and has none.");
    assertThat(problems(new AddLayer(), 1)).containsExactly("a is a @Add, which takes two or more values, and has 1.");
    assertThat(problems(new ConcatLayer(), 3)).isEmpty();
  }

  @Test
  void theSlopeOfALeakyReluIsAboveZeroAndBelowOne() {
    List<Problem> problems = new ArrayList<>();
    Activations.check("a", new ActivationSpec(Activation.LEAKY_RELU, 1, SourceRef.NONE), problems::add);
    Activations.check("a", new ActivationSpec(Activation.RELU, 1, SourceRef.NONE), problems::add);
    assertThat(problems).singleElement()
        .extracting(Problem::message).isEqualTo("a: slope = 1; it must be above 0 and below 1.");
  }

  @Test
  void onlyLayersWithWeightsCanBePruned() {
    assertThat(new DenseLayer(2, true).granularities())
        .containsExactly(Granularity.ELEMENT, Granularity.VECTOR, Granularity.BLOCK, Granularity.NEURON,
            Granularity.CHANNEL, Granularity.N_OF_M, Granularity.COLUMN_COMBINED, Granularity.LAYER);
    assertThat(new Conv2dLayer(2, List.of(1), List.of(1), List.of(0), 1, true).granularities())
        .containsExactly(Granularity.ELEMENT, Granularity.VECTOR, Granularity.BLOCK, Granularity.KERNEL,
            Granularity.FILTER, Granularity.CHANNEL, Granularity.N_OF_M, Granularity.COLUMN_COMBINED,
            Granularity.LAYER);
    assertThat(new MaxPoolLayer(List.of(2), List.of(0)).granularities()).isEmpty();
  }
}
