package dev.espalier.codegen.emit;

import static dev.espalier.codegen.emit.Agreement.agree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.codegen.ir.TokensSpec;
import dev.espalier.dsl.Loss;
import dev.espalier.dsl.TokenScore;
import dev.espalier.runtime.cost.TokenCost;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.policy.TrainSettings;
import dev.espalier.runtime.policy.TrainSettings.LearningRateSettings;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.progress.StepProgress;
import dev.espalier.runtime.random.Randomness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Networks that learn by which attention tokens leave. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LearnedTokensTest {
  private static final int TOKENS = 20;
  private static final int RECORDS = 120;
  private static final float START = 0.02f;
  private static final TrainSettings SETTINGS = new TrainSettings(Loss.CROSS_ENTROPY,
      OptimizerSettings.sgd(0.05, 0.9).weightDecay(0.01), LearningRateSettings.constant(), 20, 4);

  @TempDir Path directory;
  private final Dataset data = data();
  private GeneratedNetwork mild;
  private GeneratedNetwork strong;
  private GeneratedNetwork settled;
  private GeneratedNetwork squares;
  private GeneratedNetwork heads;
  /** Fitted; nobody changes it. */
  private PrunableNetwork trained;

  private static TokensSpec learned(double lambda, double until) {
    return new TokensSpec(
        0, 0, START, TokenScore.ATTENTION, new TokensSpec.Learned(lambda, 0.02, until), SourceRef.NONE);
  }

  private static Models sentences(String name, TokensSpec tokens) {
    return Models.prunedSentences(name, tokens, tokens).train(SETTINGS);
  }

  @BeforeAll
  void compile() {
    List<GeneratedNetwork> all = GeneratedNetwork.together(List.of(
        sentences("Mild", learned(0.002, 3)).selected(),
        sentences("Strong", learned(0.05, 3)).selected(),
        sentences("Settled", learned(0.05, 0.01)).selected(),
        Models.prunedSquares("LearnedSquares", learned(0.1, -1), learned(0.1, -1)).selected(),
        HeadNetworks.model(HeadNetworks.HALF, learned(0.1, -1)).selected()));
    mild = all.get(0);
    strong = all.get(1);
    settled = all.get(2);
    squares = all.get(3);
    heads = all.get(4);
    trained = fitted(strong, 5);
  }

  private static float[] sentence(int length, long seed) {
    Randomness numbers = Randomness.stream(seed, "sentence", 0);
    float[] ids = new float[TOKENS];
    Arrays.fill(ids, -1);
    for (int t = 0; t < length; t++) {
      ids[t] = 3 + (int) numbers.nextFloat(0, 8);
    }
    return ids;
  }

  /** Of each sentence one word counts. */
  private static Dataset data() {
    float[] ids = new float[RECORDS * TOKENS];
    int[] labels = new int[RECORDS];
    for (int s = 0; s < RECORDS; s++) {
      int length = 4 + s % (TOKENS - 3);
      labels[s] = s % 3;
      System.arraycopy(sentence(length, s), 0, ids, s * TOKENS, TOKENS);
      ids[s * TOKENS + s % length] = labels[s];
    }
    return Dataset.builder("words").input("words", new int[] {TOKENS}, ids).labels(labels, 3).build();
  }

  private static float threshold(PrunableNetwork network, String attention) {
    return network.layer(attention + ".tokens").weight().values()[0];
  }

  private PrunableNetwork fitted(GeneratedNetwork generated, long seed) {
    PrunableNetwork network = generated.create(seed);
    generated.fit(network, data, data, Listener.none());
    return network;
  }

  private double seenAfter(PrunableNetwork network) {
    List<TokenCost> selections = network.cost(data).dynamic().tokens().selections();
    return selections.getLast().seenAfter();
  }

  @Test
  void aStrongerPenaltyLetsMoreTokensLeave() {
    PrunableNetwork untrained = mild.create(7);
    PrunableNetwork few = fitted(mild, 7);
    PrunableNetwork many = fitted(strong, 7);
    for (String attention : List.of("attended1", "attended2")) {
      assertThat(threshold(untrained, attention)).isEqualTo(START);
      assertThat(threshold(many, attention)).isGreaterThan(threshold(few, attention) + 0.005f).isGreaterThan(START);
    }
    assertThat(seenAfter(many)).isLessThan(seenAfter(few) - 1);
    assertThat(many.cost(data).dynamic().tokens().seenMacs())
        .isLessThan(few.cost(data).dynamic().tokens().seenMacs());
  }

  @Test
  void aSettledThresholdIsAFixedOneBitForBit() {
    float first = threshold(trained, "attended1");
    float second = threshold(trained, "attended2");
    GeneratedNetwork fixed = new GeneratedNetwork(Models.prunedSentences("Fixed",
        new TokensSpec(0, 0, first, TokenScore.ATTENTION, SourceRef.NONE),
        new TokensSpec(0, 0, second, TokenScore.ATTENTION, SourceRef.NONE)).train(SETTINGS).selected());
    PrunableNetwork tuned = settled.create(5);
    tuned.takeFrom(trained);
    PrunableNetwork reference = fixed.create(5);
    copy(trained, reference);
    same(trained, reference, fixed);
    settled.fit(tuned, data, data, Listener.none());
    fixed.fit(reference, data, data, Listener.none());
    assertThat(threshold(tuned, "attended1")).isEqualTo(first);
    assertThat(threshold(tuned, "attended2")).isEqualTo(second);
    same(tuned, reference, fixed);
  }

  private static void copy(PrunableNetwork from, PrunableNetwork to) {
    for (LayerParameters layer : to.layers()) {
      LayerParameters other = from.layer(layer.info().name());
      if (layer.info().pruned()) {
        layer.weight().prune(other.weight().mask());
      }
      for (int i = 0; i < layer.all().size(); i++) {
        System.arraycopy(
            other.all().get(i).values(), 0, layer.all().get(i).values(), 0, layer.all().get(i).size());
      }
    }
  }

  private void same(PrunableNetwork learned, PrunableNetwork reference, GeneratedNetwork fixed) {
    for (LayerParameters layer : reference.layers()) {
      for (int i = 0; i < layer.all().size(); i++) {
        assertThat(learned.layer(layer.info().name()).all().get(i).values()).isEqualTo(layer.all().get(i).values());
      }
    }
    Frozen frozen = strong.freeze(asStrong(learned));
    Frozen other = fixed.freeze(reference);
    for (int s = 0; s < 30; s++) {
      float[] ids = sentence(s % (TOKENS + 1), s);
      assertThat(learned.scores(ids)).isEqualTo(reference.scores(ids));
      assertThat(learned.tokensLeft(ids)).isEqualTo(reference.tokensLeft(ids));
      assertThat(frozen.scores(ids)).isEqualTo(other.scores(ids));
    }
    assertThat(learned.evaluate(data)).isEqualTo(reference.evaluate(data));
    assertThat(learned.cost(data).dynamic().tokens()).isEqualTo(reference.cost(data).dynamic().tokens());
  }

  private PrunableNetwork asStrong(PrunableNetwork learned) {
    PrunableNetwork network = strong.create(1);
    network.takeFrom(learned);
    return network;
  }

  @Test
  void frozenScoresAreTheNetworksForOneSampleAndForMany() {
    PrunableNetwork network = trained;
    float[][] texts = IntStream.range(0, 60).mapToObj(s -> sentence(s % (TOKENS + 1), s)).toArray(float[][]::new);
    agree(strong.freeze(network), network, texts);
    assertThat(seenAfter(network)).isBetween(1.0, 11.0);
    PrunableNetwork looked = squares.create(3);
    looked.layer("attended1.tokens").weight().values()[0] = 0.045f;
    looked.layer("attended2.tokens").weight().values()[0] = 0.08f;
    looked.prune();
    float[][] images = IntStream.range(0, 40).mapToObj(s -> DrawnSamples.image(80, s)).toArray(float[][]::new);
    agree(squares.freeze(looked), looked, images);
    assertThat(looked.tokensLeft(images[0]).getFirst().places()).hasSizeBetween(2, 20).startsWith(-1);
  }

  @Test
  void headsLeaveWithTheTokens() {
    PrunableNetwork network = HeadNetworks.create(heads, 5);
    network.layer("first.tokens").weight().values()[0] = 0.1f;
    network.prune();
    float[][] texts = IntStream.range(0, 40)
        .mapToObj(s -> HeadNetworks.sentence(s % (HeadNetworks.TOKENS + 1), s)).toArray(float[][]::new);
    agree(heads.freeze(network), network, texts);
    assertThat(network.cost().layer("first").weights().pruned()).isPositive();
    assertThat(network.tokensLeft(texts[HeadNetworks.TOKENS]).getFirst().places()).hasSizeBetween(1, 9);
  }

  @Test
  void aFileHoldsTheThreshold() throws IOException {
    Frozen frozen = strong.freeze(trained);
    Path file = directory.resolve("learned.espalier");
    frozen.save(file);
    // Another strength of the penalty makes no other network.
    for (Frozen loaded : List.of(strong.load(file), mild.load(file))) {
      for (int s = 0; s < 30; s++) {
        float[] ids = sentence(s % (TOKENS + 1), s);
        assertThat(loaded.scores(ids)).isEqualTo(frozen.scores(ids));
      }
    }
  }

  /** Stopped while the threshold is learned, and once it is settled. */
  @Test
  void aNetworkThatResumesEndsAsOneThatWasNotInterrupted() {
    for (int steps : new int[] {4, 20}) {
      Path checkpoint = directory.resolve("learned" + steps + ".checkpoint");
      PrunableNetwork first = (PrunableNetwork) strong.builder().seed(5).checkpoint(checkpoint, 1).build();
      IllegalStateException stop = new IllegalStateException("stop");
      Listener stopping = new Listener() {
        private int completed;

        @Override
        public void stepCompleted(StepProgress progress) {
          completed++;
          if (completed == steps) {
            throw stop;
          }
        }
      };
      assertThatThrownBy(() -> strong.fit(first, data, data, stopping)).isSameAs(stop);
      PrunableNetwork resumed = (PrunableNetwork) strong.builder().resume(checkpoint).build();
      strong.fit(resumed, data, data, Listener.none());
      assertThat(values(resumed)).isEqualTo(values(trained));
    }
  }

  private static List<List<Float>> values(PrunableNetwork network) {
    List<List<Float>> all = new ArrayList<>();
    for (LayerParameters layer : network.layers()) {
      for (Parameter parameter : layer.all()) {
        all.add(IntStream.range(0, parameter.size()).mapToObj(i -> parameter.values()[i]).toList());
      }
    }
    return all;
  }

  @Test
  void theThresholdStaysOnceItIsSettled() {
    List<Float> seen = new ArrayList<>();
    PrunableNetwork network = strong.create(4);
    strong.fit(network, data, data, new Listener() {
      @Override
      public void stepCompleted(StepProgress progress) {
        seen.add(threshold(network, "attended1"));
      }
    });
    int steps = 3 * RECORDS / 20;
    assertThat(seen).hasSize(4 * RECORDS / 20);
    assertThat(seen.subList(0, steps)).doesNotHaveDuplicates();
    assertThat(seen.subList(steps, seen.size())).containsOnly(seen.get(steps - 1));
  }
}
