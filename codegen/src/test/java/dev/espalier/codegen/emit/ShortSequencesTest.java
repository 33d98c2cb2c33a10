package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.espalier.codegen.ir.SelectionSpec;
import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.codegen.ir.TokensSpec;
import dev.espalier.codegen.layer.ActivateLayer;
import dev.espalier.codegen.layer.ClassFeaturesLayer;
import dev.espalier.codegen.layer.ClsTokenLayer;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.DropoutLayer;
import dev.espalier.codegen.layer.EmbeddingLayer;
import dev.espalier.codegen.layer.MeanPoolLayer;
import dev.espalier.codegen.layer.SelfAttentionLayer;
import dev.espalier.dsl.Activation;
import dev.espalier.dsl.TokenScore;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.DropoutInfo;
import dev.espalier.runtime.model.InputInfo;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.random.Randomness;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Sentences of a panel that are all shorter than declared: what is computed up to the longest of them is what comes of
 * all columns, whatever stands in the others.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShortSequencesTest {
  private static final int TOKENS = 20;
  private static final int[] LONGEST = {1, 2, 5, 8, 11, 16, 19, TOKENS};

  private List<GeneratedNetwork> networks;
  private GeneratedNetwork selecting;

  private static TokensSpec tokens(int keep, double share, double threshold, TokenScore score) {
    return new TokensSpec(keep, share, threshold, score, SourceRef.NONE);
  }

  /** With a classification token, dropout, and an activation over tokens. */
  private static Models classified() {
    return Models.model("some.pkg", "Classified")
        .tokens("words", TOKENS)
        .layer("embedded", new EmbeddingLayer(11, 8), "words")
        .layer("dropped", new DropoutLayer(0.25), "embedded")
        .layer("tokens", new ClsTokenLayer(), "dropped")
        .layer("attended", new SelfAttentionLayer(2, false, true), "tokens")
        .layer("curved", new ActivateLayer(), Activation.GELU, null, "attended")
        .layer("features", new ClassFeaturesLayer(), "curved")
        .layer("logits", new DenseLayer(3, true), "features");
  }

  @BeforeAll
  void compile() {
    networks = GeneratedNetwork.together(List.of(
        Models.sentences("Plain").selected(),
        Models.thinSentences("Thin").selected(),
        classified().selected(),
        Models.prunedSentences("Shares", tokens(0, 0.6, 0, TokenScore.ATTENTION),
            tokens(3, 0, 0, TokenScore.RANDOM)).selected(),
        Models.prunedSentences("Reaching", tokens(0, 0, 0.06, TokenScore.ATTENTION),
            tokens(9, 0, 0.04, TokenScore.ATTENTION)).selected()));
    selecting = new GeneratedNetwork(Models.model("some.pkg", "Selecting")
        .tokens("words", TOKENS)
        .layer("embedded", new EmbeddingLayer(11, 4), "words")
        .layer("up", new DenseLayer(8, true), "embedded")
        .dynamic(new SelectionSpec(0, 0, 0.25, 0, 0, SourceRef.NONE), null)
        .layer("mean", new MeanPoolLayer(), "up")
        .layer("logits", new DenseLayer(3, true), "mean")
        .selected());
  }

  /** Sentences of up to so many words, one of them as long; lane 1 has none. */
  private static float[][] sentences(int lanes, int longest) {
    Randomness random = Randomness.stream(longest, "lengths", lanes);
    float[][] all = new float[lanes][TOKENS];
    for (int lane = 0; lane < lanes; lane++) {
      int length = lane == 0 ? longest : lane == 1 ? 0 : random.nextInt(longest + 1);
      Arrays.fill(all[lane], -1);
      for (int t = 0; t < length; t++) {
        all[lane][t] = random.nextInt(11);
      }
    }
    return all;
  }

  /**
   * Forward and backward over a slab that held a number everywhere before; what comes of it stands in the parameters.
   */
  private static float[] step(
      GeneratedNetwork generated, PrunableNetwork network, float[][] sentences, float before, boolean whole) {
    Slab slab = Slab.allocate(network.blueprint().trainingLines(), sentences.length);
    Arrays.fill(slab.values(), before);
    InputInfo input = network.blueprint().inputs().getFirst();
    for (int lane = 0; lane < sentences.length; lane++) {
      for (int t = 0; t < TOKENS; t++) {
        slab.values()[slab.address(input.trainingLine() + t) + lane] = sentences[lane][t];
      }
    }
    for (DropoutInfo dropout : network.task().dropouts()) {
      for (int line = 0; line < dropout.lines() * slab.lanes(); line++) {
        slab.values()[slab.address(dropout.line()) + line] = line % 4 == 0 ? 0 : 4 / 3f;
      }
    }
    network.task().program().wholeSequences(whole);
    network.task().program().forward(slab.values(), slab.base(), slab.lanes());
    int output = slab.address(network.blueprint().outputLineTraining());
    float[] scores = Arrays.copyOfRange(slab.values(), output, output + 3 * slab.lanes());
    Randomness random = Randomness.stream(7, "slopes", 0);
    int gradient = slab.address(network.blueprint().outputGradientLine());
    for (int i = 0; i < 3 * slab.lanes(); i++) {
      slab.values()[gradient + i] = random.nextFloat(-1, 1);
    }
    network.task().program().backward(slab.values(), slab.base(), slab.lanes());
    generated.gradients(network, slab, true);
    return scores;
  }

  private static void close(float[] actual, float[] expected, String of) {
    assertThat(actual).as(of).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).as(of).isCloseTo(expected[i], offset(1e-5f * Math.max(1, Math.abs(expected[i]))));
    }
  }

  private static void sameAsWhole(GeneratedNetwork generated, PrunableNetwork network, int lanes, int longest) {
    float[][] sentences = sentences(lanes, longest);
    float[] expected = step(generated, network, sentences, 0, true);
    List<float[]> gradients = network.task().layers().stream()
        .flatMap(l -> l.all().stream()).map(p -> p.gradient().clone()).toList();
    network.task().layers().forEach(l -> l.all().forEach(p -> Arrays.fill(p.gradient(), 9)));
    float[] scores = step(generated, network, sentences, Float.NaN, false);
    String of = network.blueprint().name() + ", " + lanes + " sentences of up to " + longest + " words";
    close(scores, expected, of);
    int next = 0;
    for (LayerParameters layer : network.layers()) {
      for (Parameter parameter : layer.all()) {
        close(parameter.gradient(), gradients.get(next++), of + ", gradients of " + layer.info().name());
      }
    }
  }

  @Test
  void columnsBehindTheLastTokenMakeNoDifferenceWhateverTheyHold() {
    for (GeneratedNetwork generated : networks) {
      PrunableNetwork network = generated.create(3);
      for (int longest : LONGEST) {
        sameAsWhole(generated, network, 16, longest);
        sameAsWhole(generated, network, 48, longest);
      }
    }
  }

  @Test
  void passesOverKeptWeightsLeaveThemOutToo() {
    GeneratedNetwork generated = networks.getFirst();
    PrunableNetwork network = generated.create(4);
    network.prune();
    for (LayerParameters layer : network.layers()) {
      if (layer.info().pruned()) {
        layer.weight().passOverKept(true);
        layer.weight().gatherKept();
      }
    }
    for (int longest : LONGEST) {
      sameAsWhole(generated, network, 32, longest);
    }
  }

  @Test
  void aLayerThatLooksAtEveryColumnHasAllOfThem() {
    PrunableNetwork network = selecting.create(5);
    float[][] sentences = sentences(16, 3);
    float[] scores = step(selecting, network, sentences, Float.NaN, false);
    float[] expected = step(selecting, network, sentences, 0, true);
    close(scores, expected, "scores");
    assertThat(scores).doesNotContain(Float.NaN);
  }

  @Test
  void lanesWithoutASampleHaveNoTokens() {
    GeneratedNetwork generated = networks.getFirst();
    PrunableNetwork network = generated.create(6);
    float[][] sentences = sentences(3, 4);
    float[] ids = new float[3 * TOKENS];
    for (int s = 0; s < 3; s++) {
      System.arraycopy(sentences[s], 0, ids, s * TOKENS, TOKENS);
    }
    Dataset data = Dataset.builder("three").input("words", new int[] {TOKENS}, ids)
        .labels(new int[] {0, 1, 2}, 3).build();
    double loss = network.evaluate(data).loss();
    assertThat(generated.freeze(network).evaluate(data).loss()).isCloseTo(loss, offset(1e-5));
    double sum = 0;
    for (int s = 0; s < 3; s++) {
      float[] scores = network.scores(sentences[s]);
      double all = 0;
      for (float score : scores) {
        all += Math.exp(score);
      }
      sum += Math.log(all) - scores[s];
    }
    assertThat(loss).isCloseTo(sum / 3, offset(1e-5));
  }
}
