package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.codegen.layer.AddLayer;
import dev.espalier.codegen.layer.BatchNormLayer;
import dev.espalier.codegen.layer.Conv2dLayer;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.GlobalAvgPoolLayer;
import dev.espalier.codegen.layer.Layer;
import dev.espalier.dsl.Activation;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Loss;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.execution.FormChoice;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Normalization;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.TrainSettings;
import dev.espalier.runtime.policy.TrainSettings.LearningRateSettings;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batch normalisations folded into weights, between others, on images and vectors, through training and freezing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BatchNormNetworkTest {
  private static final int RECORDS = 90;
  @TempDir Path directory;
  private GeneratedNetwork generated;
  private final Dataset data = NetworkStepTest.images(RECORDS, 35, 4);

  @BeforeAll
  void compile() {
    generated = new GeneratedNetwork(model("Normalised").selected());
  }

  @AfterEach
  void forget() {
    System.clearProperty(FormChoice.PROPERTY);
  }

  private static Models model(String name) {
    Layer norm = new BatchNormLayer(0.2, 1e-4);
    PrunePolicy filters = PrunePolicy.toSparsity(0.5).granularity(Granularity.FILTER);
    return Models.model("some.pkg", name)
        .input("image", 1, 5, 7)
        .layer("stem", conv(6, false), null, filters, "image")
        .layer("stemNorm", norm, Activation.RELU, null, "stem")
        .layer("inner", conv(6, true), null, filters, "stemNorm")
        .layer("innerNorm", norm, Activation.GELU, null, "inner")
        .layer("block", new AddLayer(), "innerNorm", "stemNorm")
        .layer("blockNorm", norm, Activation.RELU, null, "block")
        .layer("means", new GlobalAvgPoolLayer(), "blockNorm")
        .layer("hidden", new DenseLayer(8, false), "means")
        .layer("hiddenNorm", norm, Activation.RELU, null, "hidden")
        .layer("logits", new DenseLayer(4, true), "hiddenNorm")
        .train(new TrainSettings(
            Loss.CROSS_ENTROPY, OptimizerSettings.sgd(0.1, 0.9), LearningRateSettings.constant(), RECORDS, 3));
  }

  private static Layer conv(int filters, boolean bias) {
    return new Conv2dLayer(filters, List.of(3), List.of(1), List.of(1), 1, bias);
  }

  private PrunableNetwork trained() {
    PrunableNetwork network = generated.create(3);
    generated.fit(network, data, data, Listener.none());
    return network;
  }

  /** Ninety samples are two, three or six panels: the last one is partly empty. */
  @Test
  void statisticsAreThoseOfTheWholeBatchInWhateverPanelsItLies() {
    float[][] whole = afterOneStep(2, 96);
    float[][] three = afterOneStep(3, 96);
    float[][] narrow = afterOneStep(2, 16);
    for (int i = 0; i < whole.length; i++) {
      for (int k = 0; k < whole[i].length; k++) {
        float size = Math.max(1f, Math.abs(whole[i][k]));
        assertThat(three[i][k]).as("array %d, %d", i, k).isCloseTo(whole[i][k], within(2e-5f * size));
        assertThat(narrow[i][k]).as("array %d, %d", i, k).isCloseTo(whole[i][k], within(2e-5f * size));
      }
    }
    assertThat(afterOneStep(3, 96)).isDeepEqualTo(three);
  }

  private float[][] afterOneStep(int threads, int lanes) {
    String before = System.getProperty("espalier.lanes");
    System.setProperty("espalier.lanes", Integer.toString(lanes));
    PrunableNetwork network = generated.create(3);
    try (Workers workers = Workers.of(threads);
        TrainingRun run = new TrainingRun(network.task(), data, data, Listener.none(), null, null, workers)) {
      run.nextBatch();
      run.propagate();
      run.gradients();
      run.update();
    } finally {
      if (before == null) {
        System.clearProperty("espalier.lanes");
      } else {
        System.setProperty("espalier.lanes", before);
      }
    }
    List<float[]> state = new ArrayList<>();
    for (LayerParameters layer : network.layers()) {
      layer.all().stream().map(Parameter::values).forEach(state::add);
      if (layer.normalization() != null) {
        state.add(layer.normalization().runningMean());
        state.add(layer.normalization().runningVariance());
      }
    }
    return state.toArray(float[][]::new);
  }

  /** One step at momentum 0.2 from mean 0 and variance 1. */
  @Test
  void runningStatisticsMoveTowardsTheBatch() {
    float[] pixels = new float[RECORDS * 3];
    for (int record = 0; record < RECORDS; record++) {
      pixels[3 * record] = 5;
      pixels[3 * record + 1] = record % 2;
      pixels[3 * record + 2] = -2f * record;
    }
    Dataset records = Dataset.builder("numbers").input("x", new int[] {3}, pixels)
        .labels(new int[RECORDS], 2).build();
    GeneratedNetwork small = new GeneratedNetwork(Models.model("some.pkg", "Running").input("x", 3)
        .layer("norm", new BatchNormLayer(0.2, 1e-4), "x").layer("logits", new DenseLayer(2, true), "norm")
        .train(new TrainSettings(
            Loss.CROSS_ENTROPY, OptimizerSettings.sgd(0.1, 0), LearningRateSettings.constant(), RECORDS, 1))
        .selected());
    PrunableNetwork network = small.create(1);
    small.fit(network, records, records, Listener.none());
    Normalization norm = network.layer("norm").normalization();
    double squares = 4.0 * RECORDS * (RECORDS * RECORDS - 1.0) / 12;
    assertThat(norm.runningMean()[0]).isCloseTo(1f, within(1e-6f));
    assertThat(norm.runningMean()[1]).isCloseTo(0.1f, within(1e-6f));
    assertThat(norm.runningMean()[2]).isCloseTo(-0.2f * (RECORDS - 1), within(1e-4f));
    assertThat(norm.runningVariance()[0]).isCloseTo(0.8f, within(1e-6f));
    assertThat(norm.runningVariance()[1])
        .isCloseTo((float) (0.8 + 0.2 * 0.25 * RECORDS / (RECORDS - 1)), within(1e-5f));
    assertThat(norm.runningVariance()[2])
        .isCloseTo((float) (0.8 + 0.2 * squares / (RECORDS - 1)), within(1e-2f));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
          "auto", "dense,inner=auto,hidden=auto", "rows,inner=auto", "panels,inner=auto", "compacted,logits=auto"})
  void theFrozenNetworkIsTheEvaluatedOne(String form) throws IOException {
    PrunableNetwork network = trained();
    network.prune();
    System.setProperty(FormChoice.PROPERTY, form);
    Frozen frozen = generated.freeze(network);
    assertThat(frozen.evaluate(data).loss()).isCloseTo(network.evaluate(data).loss(), within(1e-5));
    assertThat(frozen.layer("stem").bias()).hasSize(6);
    Path file = directory.resolve("normalised.espalier");
    frozen.save(file);
    assertThat(Files.size(file)).isEqualTo(frozen.bytesOnDisk());
    Frozen loaded = generated.load(file);
    for (int record = 0; record < 10; record++) {
      float[] image = data.copy(record, 0);
      float[] expected = network.scores(image);
      assertThat(frozen.scores(image)).containsExactly(expected, within(1e-5f));
      assertThat(loaded.scores(image)).isEqualTo(frozen.scores(image));
    }
  }

  @Test
  void aPrunedFilterLeavesTheShiftOfItsMapAsAConstant() {
    PrunableNetwork network = trained();
    network.prune();
    Parameter stem = network.layer("stem").weight();
    Normalization norm = network.layer("stemNorm").normalization();
    assertThat(network.layer("stem").normalizedBy()).isSameAs(norm);
    assertThat(network.layer("block").normalizedBy()).isNull();
    int pruned = 0;
    for (int filter = 0; filter < 6; filter++) {
      boolean gone = !stem.mask().keepsGroup(filter);
      pruned += gone ? 1 : 0;
      assertThat(norm.scale().values()[filter] == 0).isEqualTo(gone);
      assertThat(norm.shift().values()[filter]).isNotZero();
    }
    assertThat(pruned).isEqualTo(3);
    Arrays.fill(norm.shift().values(), 0.5f);
    generated.fit(network, data, data, Listener.none());
    for (int filter = 0; filter < 6; filter++) {
      if (!stem.mask().keepsGroup(filter)) {
        assertThat(norm.scale().values()[filter]).isZero();
        assertThat(norm.shift().values()[filter]).isNotEqualTo(0.5f);
      }
    }
  }

  @Test
  void aResumedRunEndsInTheBitsOfTheUninterruptedOne() {
    PrunableNetwork whole = trained();
    Path checkpoint = directory.resolve("run.checkpoint");
    PrunableNetwork first =
        (PrunableNetwork) generated.builder().seed(3).checkpoint(checkpoint, 1).build();
    IllegalStateException stop = new IllegalStateException("stopped after the second step");
    Listener stopping = new Listener() {
      @Override
      public void stepCompleted(dev.espalier.runtime.progress.StepProgress progress) {
        if (progress.step() == 3) {
          throw stop;
        }
      }
    };
    try {
      generated.fit(first, data, data, stopping);
    } catch (IllegalStateException stopped) {
      assertThat(stopped).isSameAs(stop);
    }
    PrunableNetwork resumed = (PrunableNetwork) generated.builder().resume(checkpoint).build();
    generated.fit(resumed, data, data, Listener.none());
    for (int i = 0; i < whole.layers().size(); i++) {
      Normalization expected = whole.layers().get(i).normalization();
      if (expected != null) {
        Normalization actual = resumed.layers().get(i).normalization();
        assertThat(actual.runningMean()).isEqualTo(expected.runningMean());
        assertThat(actual.runningVariance()).isEqualTo(expected.runningVariance());
        assertThat(actual.scale().values()).isEqualTo(expected.scale().values());
        assertThat(actual.shift().values()).isEqualTo(expected.shift().values());
      }
    }
    assertThat(resumed.layer("inner").weight().values()).isEqualTo(whole.layer("inner").weight().values());
  }
}
