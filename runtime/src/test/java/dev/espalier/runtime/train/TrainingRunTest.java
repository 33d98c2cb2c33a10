package dev.espalier.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.dsl.Loss;
import dev.espalier.runtime.data.DataException;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import dev.espalier.runtime.progress.EpochSummary;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.progress.PruningEvent;
import dev.espalier.runtime.progress.TrainingStart;
import dev.espalier.runtime.progress.TrainingSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {

  private static final Dataset TRAIN = TinyNetwork.data("train", 240, 1);
  private static final Dataset TEST = TinyNetwork.data("test", 120, 2);

  @TempDir(factory = MemoryDirectory.class)
  Path directory;

  @Test
  void trainingLearns() {
    TinyNetwork network = TinyNetwork.builder().seed(3).keep("hidden").keep("logits").train(t -> t.epochs(15)).build();
    double before = network.evaluate(TEST).accuracy();
    History history = network.fit(TRAIN, TEST, Listener.none());
    Evaluation after = network.evaluate(TEST);
    assertThat(after.accuracy()).isGreaterThan(before);
    assertThat(after.count()).isEqualTo(120);
    assertThat(history.epochs()).hasSize(15);
    assertThat(history.lastEpoch().testAccuracy()).isEqualTo(after.accuracy());
    assertThat(history.lastEpoch().testLoss()).isEqualTo(after.loss());
    assertThat(history.lastEpoch().trainLoss()).isLessThan(history.epochs().getFirst().trainLoss());
    assertThat(history.prunings()).isEmpty();
  }

  /** One network in ten stays at 0.74 on clusters that overlap as these do; the mean says whether training works. */
  @Test
  void networksOfSeveralSeedsLearnWell() {
    double sum = 0;
    for (int seed = 1; seed <= 5; seed++) {
      TinyNetwork network =
          TinyNetwork.builder().seed(seed).keep("hidden").keep("logits").train(t -> t.epochs(15)).build();
      network.fit(TRAIN, TEST, Listener.none());
      sum += network.evaluate(TEST).accuracy();
    }
    assertThat(sum / 5).isGreaterThan(0.78);
  }

  @Test
  void equalSeedsGiveEqualNetworksAndOthersDoNot() {
    TinyNetwork first = TinyNetwork.builder().seed(1).build();
    TinyNetwork same = TinyNetwork.builder().seed(1).build();
    TinyNetwork other = TinyNetwork.builder().seed(2).build();
    assertThat(first.fit(TRAIN, TEST, Listener.none())).isEqualTo(same.fit(TRAIN, TEST, Listener.none()))
        .isNotEqualTo(other.fit(TRAIN, TEST, Listener.none()));
    assertThat(Cases.bits(first)).isEqualTo(Cases.bits(same)).isNotEqualTo(Cases.bits(other));
  }

  @Test
  void theMeanSquaredErrorTrainsToo() {
    TinyNetwork network = TinyNetwork.builder().keep("hidden").keep("logits")
        .train(t -> t.loss(Loss.MEAN_SQUARED_ERROR).epochs(15)).build();
    network.fit(TRAIN, TEST, Listener.none());
    assertThat(network.evaluate(TEST).accuracy()).isGreaterThan(0.65);
  }

  @Test
  void aSampleScoresAsItDoesInABatch() {
    TinyNetwork network = TinyNetwork.builder().seed(3).build();
    int correct = 0;
    for (int record = 0; record < TEST.size(); record++) {
      float[] input = TEST.copy(record, 0);
      int answer = network.classify(input);
      assertThat(network.scores(input)[answer]).isEqualTo(max(network.scores(input)));
      correct += answer == TEST.label(record) ? 1 : 0;
    }
    assertThat(network.evaluate(TEST).accuracy()).isEqualTo(correct / 120.0);
    assertThatThrownBy(() -> network.scores(new float[5])).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> network.scores()).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void dropoutDropsItsShareInTrainingAndNothingInEvaluation() {
    List<float[]> drawn = Collections.synchronizedList(new ArrayList<>());
    TinyNetwork network = TinyNetwork.builder().seed(3).train(t -> t.batch(240)).build().factors(drawn::add);
    try (TrainingRun run = network.start(TRAIN, TEST, Listener.none())) {
      assertThat(run.nextBatch()).isTrue();
      run.propagate();
      List<float[]> first = List.copyOf(drawn);
      int dropped = 0;
      int all = 0;
      for (float[] panel : first) {
        for (float factor : panel) {
          assertThat(factor).isIn(0f, (float) (1 / 0.75));
          dropped += factor == 0 ? 1 : 0;
          all++;
        }
      }
      assertThat(dropped / (double) all).isBetween(0.2, 0.3);
      run.completeStep();
      drawn.clear();
      assertThat(run.nextBatch()).isTrue();
      run.propagate();
      assertThat(drawn.getFirst()).isNotEqualTo(first.getFirst());
    }
    assertThat(network.evaluate(TEST)).isEqualTo(network.evaluate(TEST));
  }

  @Test
  void listenersHearEverythingInOrder() {
    List<String> heard = new ArrayList<>();
    TinyNetwork network = Cases.builder("one shot in training", "SGD").build();
    network.fit(TRAIN, TEST, new Listener() {
      @Override
      public void trainingStarted(TrainingStart start) {
        heard.add("start " + start.network() + " " + start.weights() + " " + start.steps());
      }

      @Override
      public void epochCompleted(EpochSummary epoch) {
        heard.add(String.format(
            Locale.ROOT, "epoch %d of %d, %.2f sparse", epoch.epoch(), epoch.epochs(), epoch.sparsity()));
      }

      @Override
      public void pruned(PruningEvent event) {
        heard.add(String.format(Locale.ROOT, "pruned %s %.2f -> %.2f", event.layers().getFirst().name(),
            event.sparsityBefore(), event.sparsityAfter()));
      }

      @Override
      public void trainingCompleted(TrainingSummary summary) {
        heard.add("end " + summary.steps() + " " + summary.interrupted());
      }
    });
    assertThat(heard).containsExactly("start Tiny 83 30", "epoch 1 of 2, 0.00 sparse", "pruned hidden 0.00 -> 0.75",
        "epoch 2 of 2, 0.75 sparse", "end 60 false");
  }

  @Test
  void aDivergingRunStopsAndKeepsTheLastGoodCheckpoint() {
    Path file = directory.resolve("run");
    TinyNetwork network = TinyNetwork.builder().checkpoint(file, 1)
        .train(t -> t.optimizer(OptimizerSettings.sgd(1e30, 0))).build();
    assertThatThrownBy(() -> network.fit(TRAIN, TEST, Listener.none()))
        .isInstanceOf(NonFiniteLossException.class)
        .hasMessageContaining("epoch 1").hasMessageContaining(".weight").hasMessageContaining("learning rate");
    if (file.toFile().exists()) {
      TinyNetwork restored = TinyNetwork.builder()
          .train(t -> t.optimizer(OptimizerSettings.sgd(1e30, 0))).resume(file).build();
      assertThat(Divergence.nonFinite(TrainingTask.parameters(restored.layers()))).isNull();
    }
  }

  @Test
  void aWeightThatIsNotFiniteIsNamedAndNeverSaved() {
    Path file = directory.resolve("run");
    TinyNetwork network = TinyNetwork.builder().checkpoint(file, 2).build();
    int[] steps = {0};
    network.afterUpdate(() -> {
      if (++steps[0] == 4) {
        network.layer("logits").weight().values()[5] = Float.NaN;
      }
    });
    assertThatThrownBy(() -> network.fit(TRAIN, TEST, Listener.none()))
        .isInstanceOfSatisfying(NonFiniteLossException.class, e -> assertThat(e.step()).isEqualTo(3))
        .hasMessageContaining("logits.weight holds NaN at index 5").hasMessageContaining(file.toString());
    assertThat(Checkpoint.read(file).completedSteps()).isEqualTo(2);
  }

  @Test
  void aLossThatIsNotFiniteStopsBeforeAnythingIsUpdated() {
    TinyNetwork network = TinyNetwork.builder().build();
    network.layer("hidden").bias().values()[2] = Float.POSITIVE_INFINITY;
    float[] before = network.layer("logits").weight().values().clone();
    assertThatThrownBy(() -> network.fit(TRAIN, TEST, Listener.none()))
        .isInstanceOf(NonFiniteLossException.class)
        .hasMessageContaining("step 0").hasMessageContaining("hidden.bias holds Infinity at index 2")
        .hasMessageContaining("the values of hidden are the first").hasMessageContaining("no checkpoint was written");
    assertThat(network.layer("logits").weight().values()).isEqualTo(before);
  }

  @Test
  void valuesThatOverflowAreNamedThoughAllWeightsAreFinite() {
    TinyNetwork network = TinyNetwork.builder().build();
    Arrays.fill(network.layer("hidden").weight().values(), 1e20f);
    Arrays.fill(network.layer("logits").weight().values(), 3e20f);
    assertThatThrownBy(() -> network.fit(TRAIN, TEST, Listener.none()))
        .isInstanceOf(NonFiniteLossException.class)
        .hasMessageContaining("the values of logits are the first").hasMessageContaining("3.0E20 in logits.weight");
  }

  @Test
  void dataThatDoNotFitAreRefusedBeforeTraining() {
    TinyNetwork network = TinyNetwork.builder().build();
    Dataset shape =
        Dataset.builder("shape").input("features", new int[] {2}, new float[20]).labels(new int[10], 3).build();
    Dataset labels = Dataset.builder("labels").input("features", new int[] {6}, new float[60])
        .labels(new int[] {0, 1, 2, 3, 0, 1, 2, 3, 0, 1}, 4).build();
    Dataset targets =
        Dataset.builder("targets").input("features", new int[] {6}, new float[60]).targets(new float[30], 3).build();
    for (Dataset wrong : List.of(shape, labels, targets, TinyNetwork.data("few", 7, 1))) {
      assertThatThrownBy(() -> network.fit(wrong, TEST, Listener.none()))
          .as(wrong.name()).isInstanceOf(DataException.class).hasMessageContaining(wrong.name());
    }
    assertThatThrownBy(() -> network.fit(TRAIN, labels, Listener.none())).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> network.evaluate(shape)).isInstanceOf(DataException.class);
  }

  @Test
  void aTestSetMayBeSmallerThanABatch() {
    TinyNetwork network = TinyNetwork.builder().build();
    network.fit(TRAIN, TEST.take(3), Listener.none());
    assertThat(network.evaluate(TEST.take(3)).count()).isEqualTo(3);
  }

  @Test
  void theHistoryPrintsAsJson() {
    TinyNetwork network = Cases.builder("gradual", "SGD").build();
    String json = network.fit(TRAIN.take(24), TEST, Listener.none()).toJson();
    assertThat(json).contains("\"epochs\"", "\"trainLoss\"", "\"prunings\"", "\"layer\": \"hidden\"", "null")
        .doesNotContain("NaN");
  }

  private static float max(float[] values) {
    float max = values[0];
    for (float value : values) {
      max = Math.max(max, value);
    }
    return max;
  }
}
