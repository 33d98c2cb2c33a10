package dev.espalier.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.dsl.Regrow;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.json.JsonReader;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.progress.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private static final Dataset TRAIN = TinyNetwork.data("train", 24, 1);
  private static final Dataset TEST = TinyNetwork.data("test", 12, 2);

  /** Two rounds of two steps-an-epoch evaluations; the lowest loss of the second stands in the middle of it. */
  @Test
  void aRoundsEarlyStopIsTheStepOfItsLowestLoss() {
    History history = new History(
        List.of(epoch(1, 10, 0.5, 0.7, 0), epoch(2, 20, 0.4, 0.8, 0), epoch(3, 30, 0.45, 0.75, 0.5)),
        List.of(),
        List.of(new EvaluationRecord(5, 0.6, 0.6), new EvaluationRecord(15, 0.3, 0.85),
            new EvaluationRecord(25, 0.35, 0.82)),
        List.of(20L));
    assertThat(history.rounds()).containsExactly(
        new RoundRecord(0, 0, 20, 0, 15, 0.3, 0.85, 0.8),
        new RoundRecord(1, 20, 30, 0.5, 5, 0.35, 0.82, 0.75));
  }

  @Test
  void atEqualLossesTheFirstCounts() {
    History history = new History(List.of(epoch(1, 10, 0.5, 0.7, 0), epoch(2, 20, 0.5, 0.8, 0)), List.of(), List.of(),
        List.of());
    assertThat(history.rounds()).containsExactly(new RoundRecord(0, 0, 20, 0, 10, 0.5, 0.7, 0.8));
  }

  @Test
  void aLotteryTellsItsRounds() {
    TinyNetwork network = Cases.builder("lottery to step 0", "SGD").train(t -> t.evaluateEvery(2)).build();
    History history = network.fit(TRAIN, TEST, Listener.none());
    assertThat(history.rounds()).extracting(RoundRecord::from).containsExactly(0L, 6L, 9L);
    assertThat(history.rounds()).extracting(RoundRecord::to).containsExactly(6L, 9L, 12L);
    assertThat(history.rounds()).extracting(RoundRecord::sparsity).containsExactly(0.0, 0.5, 0.75);
    // Steps 6 and 12 are ends of epochs, which are evaluated anyway.
    assertThat(history.evaluations()).extracting(EvaluationRecord::step).containsExactly(2L, 4L, 8L, 10L);
    history.rounds().forEach(round -> assertThat(round.earlyStop()).isBetween(1L, round.to() - round.from()));
  }

  @Test
  void anEvaluationWithinAnEpochIsOfTheNetworkAsItWasThen() {
    TinyNetwork network = TinyNetwork.builder().train(t -> t.evaluateEvery(2)).build();
    List<Evaluation> seen = new ArrayList<>();
    int[] steps = {0};
    network.afterUpdate(() -> {
      if (++steps[0] % 2 == 0 && steps[0] % 3 != 0) {
        seen.add(network.evaluate(TEST));
      }
    });
    History history = network.fit(TRAIN, TEST, Listener.none());
    assertThat(history.evaluations()).extracting(EvaluationRecord::step).containsExactly(2L, 4L);
    assertThat(history.evaluations()).extracting(EvaluationRecord::testLoss)
        .containsExactlyElementsOf(seen.stream().map(Evaluation::loss).toList());
  }

  @Test
  void evaluatingMoreOftenChangesNothingElse() {
    TinyNetwork seldom = Cases.builder("RigL", "Adam, decay").build();
    TinyNetwork often = Cases.builder("RigL", "Adam, decay")
        .train(t -> t.evaluateEvery(1).evaluatePrunings(true)).build();
    History one = seldom.fit(TRAIN, TEST, Listener.none());
    History other = often.fit(TRAIN, TEST, Listener.none());
    assertThat(Cases.bits(often)).isEqualTo(Cases.bits(seldom));
    assertThat(other.epochs()).isEqualTo(one.epochs());
    assertThat(other.prunings()).allSatisfy(event -> {
      assertThat(event.accuracyBefore()).isNotNaN();
      assertThat(event.accuracyAfter()).isNotNaN();
    });
    assertThat(one.prunings()).extracting(event -> Double.isNaN(event.accuracyBefore())).contains(true, false);
  }

  /** Gradients at pruned weights are needed in the step before each change of the masks, and in no other. */
  @Test
  void denseGradientsAreNeededBeforeGradientRegrowthAlone() {
    assertThat(denseSteps(SchedulePlan.dynamic(Regrow.GRADIENT, 0.3, 2))).containsExactly(1L, 3L);
    assertThat(denseSteps(SchedulePlan.dynamic(Regrow.RANDOM, 0.3, 2))).isEmpty();
    assertThat(denseSteps(SchedulePlan.gradual(0, 1, 1))).isEmpty();
  }

  private static List<Long> denseSteps(SchedulePlan plan) {
    TinyNetwork network = TinyNetwork.builder().policy("hidden", p -> p.schedule(plan)).keep("logits").build();
    List<Long> steps = new ArrayList<>();
    try (TrainingRun run = network.start(TRAIN, TEST, Listener.none())) {
      while (run.nextBatch()) {
        if (run.needsDenseGradients()) {
          steps.add(run.step());
        }
        network.step(run);
      }
    }
    return steps;
  }

  @Test
  void asJsonEveryEventIsThere() {
    TinyNetwork network = Cases.builder("RigL", "SGD").train(t -> t.evaluateEvery(1)).build();
    History history = network.fit(TRAIN, TEST, Listener.none());
    Map<?, ?> json = (Map<?, ?>) JsonReader.read(history.toJson());
    assertThat((List<?>) json.get("prunings")).hasSameSizeAs(history.prunings());
    assertThat((List<?>) json.get("evaluations")).hasSameSizeAs(history.evaluations());
    assertThat((List<?>) json.get("rounds")).hasSize(1);
    Map<?, ?> event = (Map<?, ?>) ((List<?>) json.get("prunings")).get(2);
    assertThat(event.keySet().stream().map(String::valueOf)).contains("step", "layer", "askedSparsity",
        "scopeSparsity", "reachedSparsity", "threshold", "groupsRemoved", "groupsRegrown", "accuracyBefore",
        "accuracyAfter");
    assertThat(String.valueOf(event.get("groupsRegrown"))).isEqualTo(
        String.valueOf(history.prunings().get(2).groupsRegrown()));
  }

  private static EpochRecord epoch(int epoch, long step, double testLoss, double testAccuracy, double sparsity) {
    return new EpochRecord(epoch, step, 1, 0.5, testLoss, testAccuracy, sparsity, 0.1);
  }
}
