package dev.espalier.codegen.emit;

import static dev.espalier.codegen.emit.Agreement.agree;
import static dev.espalier.codegen.emit.Agreement.close;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.codegen.ir.TokensSpec;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.EmbeddingLayer;
import dev.espalier.codegen.layer.MeanPoolLayer;
import dev.espalier.codegen.layer.SelfAttentionLayer;
import dev.espalier.dsl.TokenScore;
import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.cost.TokenCost;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.model.TokensLeft;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.progress.StepProgress;
import dev.espalier.runtime.random.Randomness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Networks whose tokens leave on the way: masked and frozen, one sample and many, their costs, and how they resume. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrunedTokensTest {
  private static final int TOKENS = 20;
  private static final int SAMPLES = 48;

  @TempDir Path directory;
  private GeneratedNetwork sentences;
  private GeneratedNetwork thresholds;
  private GeneratedNetwork random;
  private GeneratedNetwork squares;

  private static TokensSpec tokens(int keep, double share, double threshold) {
    return new TokensSpec(keep, share, threshold, TokenScore.ATTENTION, SourceRef.NONE);
  }

  @BeforeAll
  void compile() {
    sentences = new GeneratedNetwork(
        Models.prunedSentences("Halved", tokens(12, 0, 0), tokens(0, 0.5, 0)).selected());
    thresholds = new GeneratedNetwork(
        Models.prunedSentences("Reached", tokens(0, 0, 0.06), tokens(9, 0, 0.04)).selected());
    random = new GeneratedNetwork(Models.prunedSentences("Drawn", new TokensSpec(0, 0.6, 0, TokenScore.RANDOM, SourceRef.NONE),
        new TokensSpec(3, 0, 0, TokenScore.RANDOM, SourceRef.NONE)).selected());
    squares = new GeneratedNetwork(
        Models.prunedSquares("Looked", tokens(9, 0, 0), tokens(5, 0, 0.1)).selected());
  }

  private static PrunableNetwork pruned(GeneratedNetwork generated) {
    PrunableNetwork network = generated.create(3);
    Randomness numbers = Randomness.stream(3, "parameters", 0);
    for (LayerParameters layer : network.layers()) {
      if (layer.bias() != null) {
        for (int i = 0; i < layer.bias().size(); i++) {
          layer.bias().values()[i] = numbers.nextFloat(-0.5f, 0.5f);
        }
      }
    }
    network.prune();
    return network;
  }

  private static float[] sentence(int length, long seed) {
    return DrawnSamples.sentence(length, TOKENS, 11, seed);
  }

  private static float[] image(long seed) {
    return DrawnSamples.image(80, seed);
  }

  private static void frozenAgrees(GeneratedNetwork generated, float[][] samples) {
    PrunableNetwork network = pruned(generated);
    agree(generated.freeze(network), network, samples);
  }

  @Test
  void frozenScoresAreTheNetworksForOneSampleAndForMany() {
    float[][] texts = IntStream.range(0, SAMPLES).mapToObj(s -> sentence(s % (TOKENS + 1), s)).toArray(float[][]::new);
    for (GeneratedNetwork generated : List.of(sentences, thresholds, random)) {
      frozenAgrees(generated, texts);
    }
    float[][] images = IntStream.range(0, SAMPLES).mapToObj(PrunedTokensTest::image).toArray(float[][]::new);
    frozenAgrees(squares, images);
  }

  @Test
  void tokensThatLeaveAreNotInLaterLayers() {
    PrunableNetwork network = pruned(sentences);
    for (int length : new int[] {0, 1, 7, 12, TOKENS}) {
      List<TokensLeft> left = network.tokensLeft(sentence(length, length));
      assertThat(left).extracting(TokensLeft::layer).containsExactly("attended1", "attended2");
      List<Integer> first = left.getFirst().places();
      List<Integer> second = left.getLast().places();
      assertThat(first).hasSize(Math.min(length, 12)).isSorted().doesNotHaveDuplicates().allMatch(p -> p < length);
      assertThat(second).hasSize((first.size() + 1) / 2).isSorted();
      assertThat(first).containsAll(second);
    }
  }

  @Test
  void aSentenceOfOneWordKeepsTheEarliest() {
    float[] ids = sentence(0, 0);
    Arrays.fill(ids, 0, 16, 4);
    GeneratedNetwork placeless = new GeneratedNetwork(Models.model("some.pkg", "Placeless")
        .tokens("words", TOKENS)
        .layer("embedded", new EmbeddingLayer(11, 8), "words")
        .layer("attended", new SelfAttentionLayer(2, false, true), "embedded")
        .pruneTokens(tokens(5, 0, 0))
        .layer("mean", new MeanPoolLayer(), "attended")
        .layer("logits", new DenseLayer(3, true), "mean")
        .selected());
    PrunableNetwork network = pruned(placeless);
    assertThat(network.tokensLeft(ids).getFirst().places()).containsExactly(0, 1, 2, 3, 4);
    close(placeless.freeze(network).scores(ids), network.scores(ids));
  }

  /** A layer over one token is as a dense one, but for what it knows of heads. */
  @Test
  void oneTokenIsASequence() {
    GeneratedNetwork classToken = new GeneratedNetwork(
        Models.prunedSquares("ClassTokenAlone", tokens(9, 0, 0), tokens(1, 0, 0)).selected());
    float[][] images = IntStream.range(0, 3).mapToObj(PrunedTokensTest::image).toArray(float[][]::new);
    frozenAgrees(classToken, images);
    GeneratedNetwork word = new GeneratedNetwork(Models.model("some.pkg", "OneWord")
        .tokens("words", 1)
        .layer("embedded", new EmbeddingLayer(11, 8), "words")
        .layer("attended", new SelfAttentionLayer(2, false, true), "embedded")
        .layer("mean", new MeanPoolLayer(), "attended")
        .layer("logits", new DenseLayer(3, true), "mean")
        .selected());
    frozenAgrees(word, new float[][] {{4}, {-1}, {7}});
  }

  @Test
  void theClassTokenNeverLeaves() {
    PrunableNetwork network = pruned(squares);
    for (int s = 0; s < SAMPLES; s++) {
      for (TokensLeft left : network.tokensLeft(image(s))) {
        assertThat(left.places()).startsWith(TokensLeft.CLASS).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void whatLeftIsNotCounted() {
    CostReport cost = sentences.create(1).cost();
    assertThat(cost.layer("attended1.query").macs().dense()).isEqualTo(20 * 64);
    assertThat(cost.layer("attended1.heads").macs().dense()).isEqualTo(2 * 20 * 20 * 8);
    assertThat(cost.layer("attended1").macs().dense()).isEqualTo(12 * 64);
    assertThat(cost.layer("up1").macs().dense()).isEqualTo(12 * 2 * 64);
    assertThat(cost.layer("attended2.heads").macs().dense()).isEqualTo(2 * 12 * 12 * 8);
    assertThat(cost.layer("up2").macs().dense()).isEqualTo(6 * 2 * 64);
    long block = 8 * 20 * 64 + 2 * 20 * 20 * 8;
    assertThat(cost.dynamic().tokens().wholeMacs()).isEqualTo(2 * block + 3 * 8);
    assertThat(cost.dynamic().tokens().tokens()).containsEntry("up1", 12).containsEntry("up2", 6).containsEntry("before1", 20);
    assertThat(cost.dynamic().tokens().seenMacs()).isNaN();
    assertThat(cost.toString()).containsPattern("attended1\\s+20\\s+12\\s+-\\s+-").contains("MACs, of all tokens");
    assertThat(cost.toJson().text()).contains("\"wholeMacs\":").contains("\"before\":");
  }

  @Test
  void tokensThatSamplesHadAreMeasured() {
    float[] ids = new float[2 * TOKENS];
    System.arraycopy(sentence(4, 1), 0, ids, 0, TOKENS);
    System.arraycopy(sentence(16, 2), 0, ids, TOKENS, TOKENS);
    Dataset data = Dataset.builder("two").input("words", new int[] {TOKENS}, ids).labels(new int[] {0, 1}, 3).build();
    CostReport cost = sentences.create(1).cost(data);
    List<TokenCost> selections = cost.dynamic().tokens().selections();
    assertThat(selections.getFirst().seenBefore()).isEqualTo(10);
    assertThat(selections.getFirst().seenAfter()).isEqualTo(8);
    assertThat(selections.getLast().seenBefore()).isEqualTo(8);
    assertThat(selections.getLast().seenAfter()).isEqualTo(4);
    double expected = 3 * 64 * 10 + 2 * 8 * (16 + 256) / 2.0 + 5 * 64 * 8
        + 3 * 64 * 8 + 2 * 8 * (16 + 144) / 2.0 + 5 * 64 * 4 + 24;
    assertThat(cost.dynamic().tokens().seenMacs()).isCloseTo(expected, offset(1e-6));
  }

  @Test
  void aNetworkThatResumesEndsAsOneThatWasNotInterrupted() throws IOException {
    float[] ids = new float[80 * TOKENS];
    int[] labels = new int[80];
    for (int s = 0; s < 80; s++) {
      System.arraycopy(sentence(1 + s % TOKENS, s), 0, ids, s * TOKENS, TOKENS);
      labels[s] = s % 3;
    }
    Dataset data = Dataset.builder("eighty").input("words", new int[] {TOKENS}, ids).labels(labels, 3).build();
    PrunableNetwork whole = (PrunableNetwork) thresholds.builder().seed(5).build();
    thresholds.fit(whole, data, data, Listener.none());
    Path checkpoint = directory.resolve("tokens.checkpoint");
    PrunableNetwork first = (PrunableNetwork) thresholds.builder().seed(5).checkpoint(checkpoint, 1).build();
    IllegalStateException stop = new IllegalStateException("stop");
    Listener stopping = new Listener() {
      @Override
      public void stepCompleted(StepProgress progress) {
        if (progress.step() == 3) {
          throw stop;
        }
      }
    };
    assertThatThrownBy(() -> thresholds.fit(first, data, data, stopping)).isSameAs(stop);
    PrunableNetwork resumed = (PrunableNetwork) thresholds.builder().resume(checkpoint).build();
    thresholds.fit(resumed, data, data, Listener.none());
    for (int i = 0; i < whole.layers().size(); i++) {
      Parameter expected = whole.layers().get(i).weight();
      if (expected != null) {
        assertThat(resumed.layers().get(i).weight().values()).isEqualTo(expected.values());
      }
    }
  }
}
