package dev.espalier.codegen.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.ir.Stage;
import dev.espalier.codegen.layer.AddLayer;
import dev.espalier.codegen.layer.AvgPoolLayer;
import dev.espalier.codegen.layer.Conv2dLayer;
import dev.espalier.codegen.layer.DropoutLayer;
import dev.espalier.codegen.layer.GlobalAvgPoolLayer;
import dev.espalier.codegen.layer.Layer;
import dev.espalier.codegen.layer.MaxPoolLayer;
import dev.espalier.codegen.testmodel.Graph;
import dev.espalier.dsl.Activation;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.List;
import org.junit.jupiter.api.Test;

class InferShapesTest {

  private static List<String> problems(Graph graph) {
    return Graph.findings(new InferShapes(), graph.read()).stream()
        .map(f -> f.source() instanceof Graph.Place(String name) ? name + ": " + f.problem().text() : "?")
        .toList();
  }

  private static Conv2dLayer conv(int filters, int kernel, int stride, int padding, int groups) {
    return new Conv2dLayer(filters, List.of(kernel), List.of(stride), List.of(padding), groups, true);
  }

  private static Shape shape(Layer layer, Integer... input) {
    Graph graph = Graph.input("x", input).layer("a", layer, "x").untrained();
    return graph.shaped().output().shape();
  }

  @Test
  void everyValueGetsItsShapeAndLayersTheirWeights() {
    ModelSpec model = Graph.input("x", 3, 32, 32).layer("a", conv(8, 3, 2, 1, 1), "x")
        .layer("b", new MaxPoolLayer(List.of(3, 2), List.of(2)), "a").flatten("c", "b").dense("y", 10, null, "c")
        .shaped();
    assertThat(model.stage()).isEqualTo(Stage.SHAPED);
    assertThat(model.layers().stream().map(LayerSpec::shape))
        .containsExactly(Shape.of(8, 16, 16), Shape.of(8, 7, 8), Shape.of(448), Shape.of(10));
    assertThat(model.layers().getFirst().weights())
        .isEqualTo(new WeightGeometry(8, 3, 32, 32, 3, 3, 2, 2, 1, 1, 1, true));
    assertThat(model.output().weights()).isEqualTo(WeightGeometry.dense(10, 448, true));
    assertThat(model.layer("b").orElseThrow().weights()).isNull();
  }

  @Test
  void windowsThatDoNotFitExactlyAreRoundedDown() {
    assertThat(shape(conv(4, 3, 2, 0, 1), 1, 6, 7)).isEqualTo(Shape.of(4, 2, 3));
    assertThat(shape(new MaxPoolLayer(List.of(2), List.of(0)), 5, 7, 9)).isEqualTo(Shape.of(5, 3, 4));
    assertThat(shape(new AvgPoolLayer(List.of(3), List.of(2), List.of(1)), 5, 7, 8)).isEqualTo(Shape.of(5, 4, 4));
    assertThat(shape(new GlobalAvgPoolLayer(), 5, 7, 8)).isEqualTo(Shape.of(5));
    assertThat(shape(new DropoutLayer(0.5), 5, 7, 8)).isEqualTo(Shape.of(5, 7, 8));
  }

  @Test
  void layersAreOrderedByWhatTheyConsumeAndElseAsDeclared() {
    ModelSpec model = Graph.input("x", 4).add("y", "c", "b").dense("c", 3, null, "a").dense("b", 3, null, "x")
        .dense("a", 2, null, "x").shaped();
    assertThat(model.layers().stream().map(LayerSpec::name)).containsExactly("b", "a", "c", "y");
  }

  @Test
  void concatenationAddsUpTheFirstAxis() {
    Graph graph = Graph.input("x", 2, 4, 4).and("z", 5, 4, 4).concat("a", "x", "z").flatten("y", "a");
    assertThat(graph.shaped().layers().getFirst().shape()).isEqualTo(Shape.of(7, 4, 4));
  }

  @Test
  void aDenseLayerOverAnImageNeedsFlatten() {
    assertThat(problems(Graph.input("image", 1, 28, 28).dense("hidden", 10, null, "image")))
        .containsExactly("""
            hidden: [Espalier/VectorNeeded] hidden is a @Dense, which takes a vector {features}; image has shape {1 x 28 x 28}.
              Fix: put @Flatten or @GlobalAvgPool between image and hidden.""");
  }

  @Test
  void aConvolutionOverAVectorIsRefused() {
    assertThat(problems(Graph.input("x", 9).conv("a", 4, 3, null, "x").flatten("y", "a")))
        .containsExactly("""
            a: [Espalier/ImageNeeded] a is a @Conv2d, which takes an image {channels, height, width}; x has shape {9}.
              Fix: feed it a value with three extents; after @Flatten and @Dense there is no way back to an image.""");
  }

  @Test
  void aWindowLargerThanThePaddedImageIsRefused() {
    assertThat(problems(Graph.input("x", 1, 3, 8).layer("a", conv(4, 6, 1, 1, 1), "x").flatten("y", "a")))
        .containsExactly("""
            a: [Espalier/WindowTooLarge] a has a window of 6 x 6; x with its padding is only 5 x 10.
              Fix: use a window of at most 5 x 10, or more padding.""");
  }

  @Test
  void groupsMustDivideChannelsAndFilters() {
    assertThat(problems(Graph.input("x", 12, 8, 8).layer("a", conv(18, 3, 1, 1, 4), "x").flatten("y", "a")))
        .containsExactly("""
            a: [Espalier/GroupsDoNotDivide] a asks for 4 groups over 12 channels and 18 filters; groups must divide both.
              Fix: use groups in {1, 2, 3, 6}.""");
  }

  @Test
  void bothOperandsOfASumAreNamed() {
    Graph graph = Graph.input("x", 4).dense("a", 3, null, "x").dense("b", 3, null, "x").dense("c", 5, null, "x")
        .add("y", "a", "b", "c");
    assertThat(problems(graph))
        .containsExactly("""
            y: [Espalier/ShapesDiffer] y is a @Add, whose inputs have one shape; a has shape {3} and c has {5}.
              Fix: make them agree, for instance with a 1 x 1 @Conv2d or a @Dense on one side.""");
  }

  @Test
  void concatenatedImagesMustAgreeInHeightAndWidth() {
    Graph graph = Graph.input("x", 2, 4, 4).and("z", 2, 4, 5).and("v", 8).concat("a", "x", "z").concat("b", "x", "v")
        .layer("y", new AddLayer(), "a", "b");
    assertThat(problems(graph))
        .containsExactly(
            """
            a: [Espalier/ShapesDiffer] a is a @Concat, whose inputs agree in all extents but the first; x has shape {2 x 4 x 4} and z has {2 x 4 x 5}.
              Fix: make them agree, for instance with a 1 x 1 @Conv2d or a @Dense on one side.""",
            """
            b: [Espalier/ShapesDiffer] b is a @Concat, whose inputs agree in all extents but the first; x has shape {2 x 4 x 4} and v has {8}.
              Fix: make them agree, for instance with a 1 x 1 @Conv2d or a @Dense on one side.""");
  }

  @Test
  void aProblemHidesOnlyWhatDependsOnIt() {
    Graph graph = Graph.input("x", 1, 4, 4).dense("a", 3, null, "x").dense("b", 3, Activation.RELU, "a")
        .layer("c", conv(2, 9, 1, 0, 1), "x").concat("y", "b", "c");
    assertThat(problems(graph)).hasSize(2).satisfiesExactly(
        p -> assertThat(p).startsWith("a: [Espalier/VectorNeeded]"),
        p -> assertThat(p).startsWith("c: [Espalier/WindowTooLarge]"));
    ModelSpec read = graph.read();
    assertThat(new InferShapes().apply(read, _ -> {})).isSameAs(read);
  }

  @Test
  void aLossIsTakenOverAVector() {
    Graph graph = Graph.input("x", 1, 4, 4).conv("a", 2, 3, null, "x");
    assertThat(problems(graph))
        .containsExactly("""
            a: [Espalier/OutputNotAVector] the output a has shape {2 x 4 x 4}; MEAN_SQUARED_ERROR is taken over a vector {features}.
              Fix: end the network with @Flatten, @GlobalAvgPool or @Dense.""");
    assertThat(problems(graph.untrained())).isEmpty();
  }

  @Test
  void moreWeightsThanAnArrayHoldsAreRefused() {
    assertThat(problems(Graph.input("x", 100_000).dense("y", 100_000, null, "x")))
        .containsExactly("""
            y: [Espalier/TooLarge] y has 10000000000 weights, more than an array can hold (2147483639).
              Fix: make the layer smaller.""");
    assertThat(problems(Graph.input("x", 3000, 3000, 3000).flatten("y", "x"))).singleElement().asString()
        .startsWith("x: [Espalier/TooLarge] x has 27000000000 values");
  }
}
