package dev.espalier.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.data.DrawnDigits;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.data.Vocabulary;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.random.Randomness;
import dev.espalier.runtime.train.History;
import dev.espalier.samples.models.PrunedSentiment;
import dev.espalier.samples.models.PrunedVisionTransformer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The transformers among the models: a few steps of training, freezing, and what they cost. */
final class SequencesTest {
  private static final List<String> GOOD = List.of("wonderful", "moving", "great", "fun");
  private static final List<String> BAD = List.of("dull", "awful", "boring", "flat");
  private static final List<String> OTHERS = List.of(
      "the", "film", "is", "a", "story", "of", "two", "people", ",", "and");

  /** Sentences of 3 to 12 words, one of which says what the class is. */
  private static Dataset sentences(int count, long seed) {
    List<String> texts = new ArrayList<>();
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      Randomness random = Randomness.stream(seed, "sentence", i);
      List<String> words = new ArrayList<>();
      for (int w = 3 + random.nextInt(10); w > 0; w--) {
        words.add(OTHERS.get(random.nextInt(OTHERS.size())));
      }
      labels[i] = i % 2;
      List<String> telling = labels[i] == 1 ? GOOD : BAD;
      words.set(random.nextInt(words.size()), telling.get(random.nextInt(telling.size())));
      texts.add(String.join(" ", words));
    }
    List<String> all = new ArrayList<>(List.of(Vocabulary.UNKNOWN_WORD));
    List.of(GOOD, BAD, OTHERS).forEach(all::addAll);
    Vocabulary vocabulary = Vocabulary.ofWords(all);
    float[] ids = new float[count * 64];
    for (int i = 0; i < count; i++) {
      System.arraycopy(vocabulary.encode(texts.get(i), 64), 0, ids, i * 64, 64);
    }
    return Dataset.builder("sentences").input("words", new int[] {64}, ids).labels(labels, 2).build();
  }

  @Test
  void sentencesAreClassifiedByTheWordThatTells() {
    PrunedSentiment net = PrunedSentiment.builder().seed(1)
        .train(t -> t.epochs(4).batch(16).optimizer(o -> o.learningRate(2e-3))).build();
    Dataset train = sentences(48, 1);
    History history = net.fit(train, sentences(16, 2));
    assertThat(history.epochs().getLast().trainLoss()).isLessThan(0.9 * history.epochs().getFirst().trainLoss());
    Frozen frozen = net.freeze();
    assertThat(frozen.evaluate(train).loss()).isCloseTo(net.evaluate(train).loss(), within(1e-5));
    assertThat(frozen.scores(train.copy(0, 0))).containsExactly(net.scores(train.copy(0, 0)), within(1e-4f));
  }

  @Test
  void digitsAreLearnedFromTheirSquares() {
    TrainTest digits = DrawnDigits.generate(160, 32, 1);
    PrunedVisionTransformer net = PrunedVisionTransformer.builder().seed(1)
        .train(t -> t.epochs(4).batch(16).optimizer(o -> o.learningRate(2e-3))).build();
    History history = net.fit(digits.train(), digits.test());
    assertThat(history.epochs().getLast().trainLoss()).isLessThan(0.97 * history.epochs().getFirst().trainLoss());
    assertThat(net.freeze().evaluate(digits.test()).accuracy()).isEqualTo(net.evaluate(digits.test()).accuracy());
  }

  /** Of a block over L tokens of E features: 4 L E^2 + 2 L^2 E + 4 L E^2, its feed-forward layers being 2 E wide. */
  @Test
  void theCostOfABlockIsTheSumOfItsParts() {
    CostReport cost = PrunedSentiment.create(1).cost();
    long tokens = 64;
    long width = 64;
    long block = 8 * tokens * width * width + 2 * tokens * tokens * width;
    assertThat(cost.macs().dense()).isEqualTo(4 * block + 2 * width);
  }
}
