package dev.espalier.codegen.emit;

import static dev.espalier.codegen.emit.Agreement.close;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.execution.FormChoice;
import dev.espalier.runtime.execution.UnknownTokenException;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.FrozenSession;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.random.Randomness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frozen networks over sequences: their scores in every form, for one sample and many, their files and their costs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrozenSequencesTest {
  private static final int TOKENS = 20;

  @TempDir Path directory;
  private GeneratedNetwork sentences;
  private GeneratedNetwork squares;

  @BeforeAll
  void compile() {
    sentences = new GeneratedNetwork(Models.sentences("Sentences").selected());
    squares = new GeneratedNetwork(Models.squares("Squares").selected());
  }

  @AfterEach
  void forget() {
    System.clearProperty(FormChoice.PROPERTY);
  }

  private static PrunableNetwork pruned(GeneratedNetwork generated) {
    PrunableNetwork network = generated.create(3);
    Randomness random = Randomness.stream(3, "parameters", 0);
    for (LayerParameters layer : network.layers()) {
      if (layer.bias() != null) {
        for (int i = 0; i < layer.bias().size(); i++) {
          layer.bias().values()[i] = random.nextFloat(-0.5f, 0.5f);
        }
      }
    }
    network.prune();
    return network;
  }

  private static float[] sentence(int length, long seed) {
    return DrawnSamples.sentence(length, TOKENS, 11, seed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "dense", "rows", "panels"})
  void frozenScoresAreTheMaskedNetworksForOneSampleAndForMany(String form) {
    System.setProperty(FormChoice.PROPERTY, form);
    PrunableNetwork network = pruned(sentences);
    Frozen frozen = sentences.freeze(network);
    FrozenSession many = frozen.session(32);
    for (int length : new int[] {0, 1, 7, TOKENS}) {
      float[] ids = sentence(length, length);
      float[] expected = network.scores(ids);
      close(frozen.scores(ids), expected);
      float[] batch = new float[32 * TOKENS];
      for (int s = 0; s < 32; s++) {
        System.arraycopy(s == 17 ? ids : sentence(TOKENS, s), 0, batch, s * TOKENS, TOKENS);
      }
      float[] scores = new float[32 * 3];
      many.scores(batch, scores);
      close(Arrays.copyOfRange(scores, 17 * 3, 18 * 3), expected);
    }
    PrunableNetwork vision = pruned(squares);
    close(squares.freeze(vision).scores(DrawnSamples.image(80, 1)), vision.scores(DrawnSamples.image(80, 1)));
  }

  /** Whether masked or removed, units that attention, a normalisation or another layer reads do not change a score. */
  @Test
  void unitsAndInputsThatGoLeaveTheMaskedNetworksScores() {
    GeneratedNetwork thin = new GeneratedNetwork(Models.thinSentences("Thin").selected());
    PrunableNetwork network = pruned(thin);
    Frozen frozen = thin.freeze(network);
    for (int length : new int[] {3, TOKENS}) {
      float[] ids = sentence(length, length);
      close(frozen.scores(ids), network.scores(ids));
      float[] batch = new float[2 * TOKENS];
      System.arraycopy(ids, 0, batch, TOKENS, TOKENS);
      float[] scores = new float[2 * 3];
      frozen.session(2).scores(batch, scores);
      close(Arrays.copyOfRange(scores, 3, 6), network.scores(ids));
    }
  }

  @Test
  void whatStandsBehindTheLastTokenDoesNotMatter() {
    PrunableNetwork network = pruned(sentences);
    float[] ids = sentence(7, 1);
    float[] expected = network.scores(ids);
    for (int t = 7; t < TOKENS; t++) {
      ids[t] = -2 - t;
    }
    assertThat(network.scores(ids)).isEqualTo(expected);
    ids[7] = 3;
    assertThat(network.scores(ids)).isNotEqualTo(expected);
  }

  @Test
  void whatIsLoadedIsWhatWasSaved() throws IOException {
    Frozen frozen = sentences.freeze(pruned(sentences));
    Path file = directory.resolve("sentences.espalier");
    frozen.save(file);
    assertThat(Files.size(file)).isEqualTo(frozen.bytesOnDisk()).isEqualTo(frozen.cost().artefact().bytes());
    assertThat(sentences.load(file).scores(sentence(9, 2))).isEqualTo(frozen.scores(sentence(9, 2)));
  }

  @Test
  void anIdBeyondTheVocabularyIsNamed() {
    Frozen frozen = sentences.freeze(sentences.create(1));
    float[] ids = sentence(9, 2);
    ids[4] = 11;
    assertThatThrownBy(() -> frozen.scores(ids)).isInstanceOf(UnknownTokenException.class)
        .hasMessageContaining("Token 4 of a sample has the id 11, and the embedding has rows for 0 to 10.");
  }

  /** 12 L E^2 + 2 L^2 E for a block whose feed-forward layers are 4 E wide; here they are 2 E wide: 8 L E^2. */
  @Test
  void aBlockCostsWhatTheLectureSays() {
    CostReport cost = sentences.create(1).cost();
    long tokens = TOKENS;
    long width = 8;
    for (String projection : List.of("attended2.query", "attended2.key", "attended2.value", "attended2")) {
      assertThat(cost.layer(projection).macs().dense()).as(projection).isEqualTo(tokens * width * width);
    }
    assertThat(cost.layer("attended2.heads").macs().dense()).isEqualTo(2 * tokens * tokens * width);
    assertThat(cost.layer("up2").macs().dense()).isEqualTo(2 * tokens * width * width);
    assertThat(cost.layer("down2").macs().dense()).isEqualTo(2 * tokens * width * width);
    for (String free : List.of("embedded", "placed", "before2", "sum2", "mean")) {
      assertThat(cost.layer(free).macs().dense()).as(free).isZero();
    }
    assertThat(cost.toString())
        .containsPattern("attended2.heads\\s+Attention\\s+-\\s+-\\s+-\\s+6,400\\s+6,400\\s+6,400");
    long block = 8 * tokens * width * width + 2 * tokens * tokens * width;
    assertThat(cost.macs().dense()).isEqualTo(2 * block + 3 * width);
  }

  @Test
  void layersThatReadTokensAreCountedOnTheirActualInputs() {
    float[] ids = new float[3 * TOKENS];
    for (int s = 0; s < 3; s++) {
      System.arraycopy(sentence(4 + s, s), 0, ids, s * TOKENS, TOKENS);
    }
    Dataset data = Dataset.builder("three").input("words", new int[] {TOKENS}, ids)
        .labels(new int[] {0, 1, 2}, 3).build();
    CostReport cost = pruned(sentences).cost(data);
    assertThat(cost.layer("embedded").inputs()).isNull();
    assertThat(cost.layer("attended1.query").inputs().samples()).isEqualTo(3);
    assertThat(cost.inputs().exactMacs()).isGreaterThan(2 * 6_400).isLessThanOrEqualTo((double) cost.macs().pruned());
  }

  @Test
  void aPolicyOfAttentionIsOneOfAllItsProjections() {
    PrunableNetwork network = pruned(sentences);
    for (String projection : List.of("attended1.query", "attended1.key", "attended1.value", "attended1")) {
      assertThat(network.masks().get(projection).elementBits().cardinality()).as(projection).isEqualTo(32);
    }
    assertThat(network.masks()).doesNotContainKeys("embedded", "placed", "before1", "attended2");
  }
}
