package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.codegen.ir.TokensSpec;
import dev.espalier.codegen.testmodel.Graph;
import dev.espalier.codegen.testmodel.ModelInterpreter;
import dev.espalier.dsl.Activation;
import dev.espalier.dsl.Positions;
import dev.espalier.dsl.TokenScore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Gradients through the selection of tokens against central differences, sentences being of all lengths. */
class TokenGradientTest {

  private static TokensSpec tokens(int keep, double share, double threshold) {
    return new TokensSpec(keep, share, threshold, TokenScore.ATTENTION, SourceRef.NONE);
  }

  private static TokensSpec learned(double temperature) {
    return new TokensSpec(
        0, 0, 0.2, TokenScore.ATTENTION, new TokensSpec.Learned(0.1, temperature, -1), SourceRef.NONE);
  }

  @TestFactory
  List<DynamicTest> agreesWithCentralDifferences() {
    List<DynamicTest> tests = new ArrayList<>();
    for (TokensSpec spec : List.of(tokens(3, 0, 0), tokens(1, 0, 0), tokens(0, 0.5, 0), tokens(0, 0, 0.2), tokens(3, 0, 0.2))) {
      String name = "keep %s, share %s, threshold %s".formatted(spec.keep(), spec.share(), spec.threshold());
      Graph words = words(6);
      add(tests, name + ": alone", words
          .layer("a", new SelfAttentionLayer(2, false, true), "p").pruneTokens(spec).layer("y", new MeanPoolLayer(), "a"));
      add(tests, name + ": block", block(words(6), "p", "1", spec).layer("m", new MeanPoolLayer(), "b1").dense("y", 2, null, "m"));
      add(tests, name + ": vision block", block(squares(), "p", "1", spec)
          .layer("f", new ClassFeaturesLayer(), "b1").dense("y", 2, null, "f"));
    }
    add(tests, "two blocks", block(block(words(7), "p", "1", tokens(4, 0, 0)), "b1", "2", tokens(0, 0.5, 0))
        .layer("m", new MeanPoolLayer(), "b2").dense("y", 2, null, "m"));
    add(tests, "what came before two selections joins what comes after them",
        block(block(words(7), "p", "1", tokens(5, 0, 0)), "b1", "2", tokens(3, 0, 0))
            .add("s", "p", "b1", "b2").layer("m", new MeanPoolLayer(), "s").layer("n", new MeanPoolLayer(), "p").concat("y", "m", "n"));
    TokensSpec learned = learned(0.03);
    add(tests, "learned: alone", words(6)
        .layer("a", new SelfAttentionLayer(2, false, true), "p").pruneTokens(learned).layer("y", new MeanPoolLayer(), "a"));
    add(tests, "learned: mean with an activation", words(6)
        .layer("a", new SelfAttentionLayer(2, false, true), "p").pruneTokens(learned)
        .layer("m", new MeanPoolLayer(), Activation.GELU, "a").dense("y", 2, null, "m"));
    add(tests, "learned: two blocks", block(block(words(7), "p", "1", learned), "b1", "2", learned(0.1))
        .layer("m", new MeanPoolLayer(), "b2").dense("y", 2, null, "m"));
    add(tests, "learned: three blocks, the second whole",
        block(block(block(words(5), "p", "1", learned), "b1", "2", null), "b2", "3", learned)
            .layer("m", new MeanPoolLayer(), "b3").dense("y", 2, null, "m"));
    add(tests, "learned behind a choice", block(block(words(7), "p", "1", tokens(4, 0, 0)), "b1", "2", learned)
        .layer("m", new MeanPoolLayer(), "b2").dense("y", 2, null, "m"));
    add(tests, "learned: two vision blocks", block(block(squares(), "p", "1", learned), "b1", "2", learned(0.1))
        .layer("f", new ClassFeaturesLayer(), "b2").dense("y", 2, null, "f"));
    add(tests, "two vision blocks", block(block(squares(), "p", "1", tokens(4, 0, 0)), "b1", "2", tokens(0, 0, 0.2))
        .layer("f", new ClassFeaturesLayer(), "b2").dense("y", 2, null, "f"));
    return tests;
  }

  private static Graph words(int tokens) {
    return Graph.tokens("w", tokens).layer("e", new EmbeddingLayer(ModelInterpreter.IDS, 4), "w")
        .layer("p", new PositionalEmbeddingLayer(Positions.LEARNED), "e");
  }

  private static Graph squares() {
    return Graph.input("x", 1, 4, 6).layer("q", new PatchifyLayer(2), "x").dense("d", 4, null, "q")
        .layer("c", new ClsTokenLayer(), "d").layer("p", new PositionalEmbeddingLayer(Positions.LEARNED), "c");
  }

  private static Graph block(Graph graph, String value, String number, TokensSpec spec) {
    return graph.layer("n" + number, new LayerNormLayer(1e-5), value)
        .layer("att" + number, new SelfAttentionLayer(2, false, true), "n" + number).pruneTokens(spec)
        .add("s" + number, value, "att" + number)
        .layer("o" + number, new LayerNormLayer(1e-5), "s" + number)
        .dense("up" + number, 8, Activation.GELU, "o" + number)
        .dense("down" + number, 4, null, "up" + number)
        .add("b" + number, "s" + number, "down" + number);
  }

  private static void add(List<DynamicTest> tests, String name, Graph graph) {
    tests.add(DynamicTest.dynamicTest(name, () -> GradientTest.check(graph.selected())));
  }
}
