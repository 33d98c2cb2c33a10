package dev.espalier.codegen.layer;

import dev.espalier.codegen.testmodel.Graph;
import dev.espalier.codegen.testmodel.ModelInterpreter;
import dev.espalier.dsl.Activation;
import dev.espalier.dsl.Positions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The backward kernels of layers over sequences against central differences, sentences being of all lengths. */
class SequenceGradientTest {

  @TestFactory
  List<DynamicTest> agreesWithCentralDifferences() {
    List<DynamicTest> tests = new ArrayList<>();
    add(tests, "embedding", words(5, 4).layer("p", new MeanPoolLayer(), "e").dense("y", 3, null, "p"));
    for (Activation activation : List.of(Activation.RELU, Activation.GELU)) {
      add(tests, "embedding " + activation, Graph.tokens("w", 5)
          .layer("e", new EmbeddingLayer(ModelInterpreter.IDS, 4), activation, "w")
          .layer("y", new MeanPoolLayer(), activation, "e"));
      add(tests, "dense " + activation, words(5, 4).dense("d", 6, activation, "e").dense("f", 3, null, "d")
          .layer("y", new MeanPoolLayer(), "f"));
      add(tests, "norm " + activation, words(5, 4).layer("n", new LayerNormLayer(1e-5), activation, "e")
          .dense("d", 3, null, "n").layer("y", new MeanPoolLayer(), "d"));
    }
    for (Positions positions : Positions.values()) {
      add(tests, "places " + positions, words(5, 4).layer("p", new PositionalEmbeddingLayer(positions), "e")
          .dense("d", 3, Activation.TANH, "p").layer("y", new MeanPoolLayer(), "d"));
    }
    add(tests, "norm of a vector",
        Graph.input("x", 5).dense("a", 6, null, "x").layer("n", new LayerNormLayer(1e-3), "a")
        .dense("y", 3, null, "n"));
    add(tests, "norm of an input",
        Graph.input("x", 5).layer("n", new LayerNormLayer(1e-5), "x").dense("y", 3, null, "n"));
    add(tests, "class token", words(5, 4).layer("c", new ClsTokenLayer(), Activation.TANH, "e")
        .layer("m", new MeanPoolLayer(), "c").layer("f", new ClassFeaturesLayer(), Activation.GELU, "c")
        .concat("y", "m", "f"));
    add(tests, "class features alone", words(5, 4).layer("c", new ClsTokenLayer(), "e")
        .layer("a", new SelfAttentionLayer(2, false, true), "c").layer("y", new ClassFeaturesLayer(), "a"));
    for (boolean causal : new boolean[] {false, true}) {
      for (int heads : new int[] {1, 2, 4}) {
        add(tests, heads + (causal ? " causal heads" : " heads"), words(5, 4)
            .layer("a", new SelfAttentionLayer(heads, causal, heads != 2), "e").layer("y", new MeanPoolLayer(), "a"));
      }
    }
    add(tests, "one token", words(1, 4)
        .layer("n", new LayerNormLayer(1e-5), "e").dense("d", 3, Activation.RELU, "n")
        .layer("y", new MeanPoolLayer(), "d"));
    add(tests, "patches",
        Graph.input("x", 2, 4, 6).conv("c", 3, 3, null, "x").layer("p", new PatchifyLayer(2), Activation.TANH, "c")
        .dense("d", 5, null, "p").layer("y", new MeanPoolLayer(), "d"));
    add(tests, "patches of a shared image",
        Graph.input("x", 2, 4, 6).conv("c", 3, 3, null, "x").conv("b", 2, 3, null, "c")
        .flatten("f", "b").layer("p", new PatchifyLayer(2), "c").layer("m", new MeanPoolLayer(), "p")
        .concat("y", "f", "m"));
    add(tests, "shared sequence",
        words(5, 4).layer("n", new LayerNormLayer(1e-5), "e").layer("c", new ClsTokenLayer(), "e")
        .layer("m", new MeanPoolLayer(), "c").layer("k", new MeanPoolLayer(), "n").layer("l", new MeanPoolLayer(), "e")
        .concat("y", "m", "k", "l"));
    add(tests, "block", block(words(6, 4).layer("p", new PositionalEmbeddingLayer(Positions.LEARNED), "e"), "p", "b")
        .layer("m", new MeanPoolLayer(), "b").dense("y", 2, null, "m"));
    add(tests, "vision block",
        block(Graph.input("x", 1, 4, 6).layer("s", new PatchifyLayer(2), "x").dense("d", 4, null, "s")
        .layer("c", new ClsTokenLayer(), "d").layer("p", new PositionalEmbeddingLayer(Positions.LEARNED), "c"), "p",
        "b")
        .layer("f", new ClassFeaturesLayer(), "b").dense("y", 2, null, "f"));
    return tests;
  }

  private static Graph words(int tokens, int width) {
    return Graph.tokens("w", tokens).layer("e", new EmbeddingLayer(ModelInterpreter.IDS, width), "w");
  }

  /** A block with its normalisations before attention and feed-forward layers. */
  private static Graph block(Graph graph, String value, String name) {
    return graph.layer("n1", new LayerNormLayer(1e-5), value)
        .layer("att", new SelfAttentionLayer(2, false, true), "n1")
        .add("s1", value, "att")
        .layer("n2", new LayerNormLayer(1e-5), "s1")
        .dense("up", 8, Activation.GELU, "n2")
        .dense("down", 4, null, "up")
        .add(name, "s1", "down");
  }

  private static void add(List<DynamicTest> tests, String name, Graph graph) {
    tests.add(DynamicTest.dynamicTest(name, () -> GradientTest.check(graph.selected())));
  }
}
