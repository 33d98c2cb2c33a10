package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.testmodel.Allocation;
import dev.espalier.dsl.Densities;
import dev.espalier.dsl.Encoding;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Unit;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.execution.FormChoice;
import dev.espalier.runtime.file.EspalierFileException;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.FrozenSession;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.policy.GroupShape;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.RankingPlan;
import dev.espalier.runtime.random.Randomness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrozenNetworkTest {
  @TempDir Path directory;
  private GeneratedNetwork convolutional;
  private GeneratedNetwork pixels;
  private GeneratedNetwork perceptron;
  private GeneratedNetwork twoInputs;

  @BeforeAll
  void compile() {
    convolutional = new GeneratedNetwork(Models.convolutional("Conv").selected());
    pixels = new GeneratedNetwork(Models.pixels("Pixels").selected());
    perceptron = new GeneratedNetwork(Models.perceptron("Perceptron").portable().selected());
    twoInputs = new GeneratedNetwork(Models.twoInputs("Two").train(null).selected());
  }

  @AfterEach
  void forget() {
    System.clearProperty(FormChoice.PROPERTY);
  }

  private static PrunableNetwork pruned(GeneratedNetwork generated) {
    PrunableNetwork network = generated.create(3);
    Randomness random = Randomness.stream(3, "bias", 0);
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

  private static float[] random(int length, long seed) {
    Randomness random = Randomness.stream(seed, "input", 0);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat(-1, 1);
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "dense", "rows", "panels"})
  void frozenScoresAreTheNetworksInEveryForm(String form) {
    System.setProperty(FormChoice.PROPERTY, form);
    for (GeneratedNetwork generated : List.of(convolutional, perceptron)) {
      PrunableNetwork network = pruned(generated);
      Frozen frozen = generated.freeze(network);
      int features = network.blueprint().inputs().getFirst().training().features();
      for (int seed = 0; seed < 5; seed++) {
        float[] image = random(features, seed);
        close(frozen.scores(image), network.scores(image));
        assertThat(frozen.classify(image)).isEqualTo(network.classify(image));
      }
    }
  }

  /** Every granularity, stored in the encoding made for it where there is one: what runs and what is written. */
  @Test
  void whateverIsPrunedIsFrozenSavedAndCountedAsItIs() throws IOException {
    UnaryOperator<PrunePolicy> plain = p -> p;
    List<UnaryOperator<PrunePolicy>> changes = List.of(
        p -> p.blocks(2, 3).encoding(Encoding.BSR),
        p -> p.blocks(3, 4),
        p -> p.shape(GroupShape.ofBlock(3, 1)).granularity(Granularity.VECTOR).encoding(Encoding.BSR),
        p -> p.granularity(Granularity.KERNEL).encoding(Encoding.BSR),
        p -> p.granularity(Granularity.FILTER).sparsity(0.6).encoding(Encoding.BSR),
        p -> p.granularity(Granularity.CHANNEL).sparsity(0.5).encoding(Encoding.BSR),
        p -> p.nOfM(1, 2, 1).encoding(Encoding.N_OF_M),
        p -> p.nOfM(1, 2, 3),
        p -> p.combining(4, 0.5),
        p -> p.unit(Unit.BYTES).sparsity(0.4),
        p -> p.group("both").unit(Unit.MACS).sparsity(0.6)
            .ranking(new RankingPlan("both", 0.2, 0.9, Densities.RANKED)));
    for (UnaryOperator<PrunePolicy> change : changes) {
      same(change, change);
    }
    same(plain, p -> p.granularity(Granularity.LAYER).threshold(1e6));
  }

  private void same(UnaryOperator<PrunePolicy> stem, UnaryOperator<PrunePolicy> grouped) throws IOException {
    PrunableNetwork network =
        (PrunableNetwork) convolutional.builder().seed(3).policy("stem", stem).policy("grouped", grouped).build();
    network.prune();
    String what = network.layer("grouped").info().policy().toString();
    for (String form : List.of("auto", "dense", "rows", "panels")) {
      System.setProperty(FormChoice.PROPERTY, form);
      Frozen frozen = convolutional.freeze(network);
      float[] image = random(2 * 8 * 9, 4);
      close(frozen.scores(image), network.scores(image));
      Path file = directory.resolve("grain.espalier");
      frozen.save(file);
      assertThat(Files.size(file)).as(what).isEqualTo(frozen.bytesOnDisk())
          .isEqualTo(frozen.cost().artefact().bytes());
      for (String layer : List.of("stem", "grouped")) {
        assertThat(frozen.layer(layer).weights().bits()).as(what)
            .isEqualTo(frozen.cost().layer(layer).storage().weightBits().pruned());
        assertThat(frozen.layer(layer).weights().decode()).as(what)
            .isEqualTo(network.layer(layer).weight().values());
      }
    }
  }

  static void close(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(2e-5f));
    }
  }

  @Test
  void aNetworkWithoutTrainIsCreatedFrozenAndLoadedButNotFitted() {
    assertThat(twoInputs.has("fit")).isFalse();
    assertThat(twoInputs.has("backward")).isFalse();
    assertThat(twoInputs.has("update")).isFalse();
    PrunableNetwork network = pruned(twoInputs);
    float[] left = random(6, 1);
    float[] right = random(4, 2);
    Frozen frozen = twoInputs.freeze(network);
    close(frozen.scores(left, right), network.scores(left, right));
    Path file = directory.resolve("two.espalier");
    frozen.save(file);
    assertThat(twoInputs.load(file).scores(left, right)).isEqualTo(frozen.scores(left, right));
  }

  @Test
  void whatTheGeneratedClassLoadsIsWhatItSaved() throws IOException {
    PrunableNetwork network = pruned(convolutional);
    Frozen frozen = convolutional.freeze(network);
    Path file = directory.resolve("conv.espalier");
    frozen.save(file);
    assertThat(Files.size(file)).isEqualTo(frozen.bytesOnDisk()).isEqualTo(frozen.cost().artefact().bytes());
    Frozen loaded = convolutional.load(file);
    float[] image = random(2 * 8 * 9, 4);
    assertThat(loaded.scores(image)).isEqualTo(frozen.scores(image));
    for (LayerParameters layer : network.layers()) {
      if (layer.weight() != null) {
        assertThat(loaded.layer(layer.info().name()).weights().decode()).isEqualTo(layer.weight().values());
      }
    }
    assertThatThrownBy(() -> perceptron.load(file)).isInstanceOf(EspalierFileException.class)
        .hasMessageContaining("network Perceptron").hasMessageContaining("holds Conv")
        .hasMessageContaining("PrunedConv.load");
  }

  @Test
  void frozenAndNetworkEvaluateAlike() {
    PrunableNetwork network = pruned(perceptron);
    Dataset data = NetworkStepTest.images(150, 35, 4);
    Frozen frozen = perceptron.freeze(network);
    assertThat(frozen.evaluate(data).accuracy()).isEqualTo(network.evaluate(data).accuracy());
    assertThat(frozen.evaluate(data).loss())
        .isCloseTo(network.evaluate(data).loss(), org.assertj.core.data.Offset.offset(1e-5));
  }

  @Test
  void aSessionOfAGeneratedNetworkDoesNotAllocate() {
    FrozenSession session = perceptron.freeze(pruned(perceptron)).session(20);
    float[] in = random(20 * 35, 1);
    float[] out = new float[20 * 4];
    assertThat(Allocation.leastBytes(50, () -> session.scores(in, out))).as("bytes in 50 calls").isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "dense", "rows", "panels"})
  void aSessionForOneSampleGivesTheScoresOfALargerOne(String form) {
    System.setProperty(FormChoice.PROPERTY, form);
    for (GeneratedNetwork generated : List.of(convolutional, pixels, perceptron, twoInputs)) {
      Frozen frozen = generated.freeze(pruned(generated));
      FrozenSession one = frozen.session(1);
      for (int seed = 0; seed < 3; seed++) {
        long stream = 10L * seed;
        float[][] in = frozen.blueprint().inputs().stream()
            .map(i -> random(i.inference().features(), stream + i.name().length())).toArray(float[][]::new);
        float[] expected = new float[frozen.blueprint().output().output().features()];
        float[] found = new float[expected.length];
        frozen.session(2).scores(in, expected);
        one.scores(in, found);
        close(found, expected);
      }
    }
  }

  @Test
  void convolutionsHaveAProgramForOneSampleWithOrWithoutAStride() {
    assertThat(SingleCode.isFor(Models.pixels("Pixels").selected())).isTrue();
    assertThat(SingleCode.isFor(Models.convolutional("Conv").selected())).isTrue();
    assertThat(SingleCode.isFor(Models.convolutional("Conv").portable().selected())).isTrue();
    ModelSpec model = Models.pixels("Pixels").selected();
    Function<String, Boolean> vectors =
        name -> model.layer(name).orElseThrow().kernels().single().getFirst().kernel().runsOnOneLane();
    assertThat(List.of("planes", "rows", "inner", "strided").stream().map(vectors))
        .containsExactly(true, true, true, true);
    assertThat(pixels.has("inferSingle")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSessionForOneSampleDoesNotAllocate(boolean ofPixels) {
    FrozenSession session =
        ofPixels ? pixels.freeze(pruned(pixels)).session(1) : perceptron.freeze(pruned(perceptron)).session(1);
    float[] in = random(ofPixels ? 320 : 35, 1);
    float[] out = new float[ofPixels ? 5 : 4];
    assertThat(Allocation.leastBytes(50, () -> session.scores(in, out))).as("bytes in 50 calls").isZero();
  }

  @Test
  void theModelOfTheTestHasHalosThatDifferFromThePadding() {
    ModelSpec model = Models.convolutional("Conv").selected();
    assertThat(model.inference().values().get("stem").layout().padHeight()).isEqualTo(2);
    assertThat(model.layer("grouped").orElseThrow().weights().padHeight()).isEqualTo(2);
    assertThat(model.inference().values().get("sum").layout().hasHalo()).isTrue();
  }
}
