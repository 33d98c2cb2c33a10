package dev.espalier.runtime.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.dsl.Loss;
import dev.espalier.dsl.Rewind;
import dev.espalier.dsl.ScheduleKind;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.policy.TrainSettings.LearningRateSettings;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleRulesTest {
  private static final TrainSettings TEN_EPOCHS = new TrainSettings(
      Loss.CROSS_ENTROPY, OptimizerSettings.adam(1e-3), LearningRateSettings.constant(), 60, 10);

  private static List<String> check(SchedulePlan plan) {
    return ScheduleRules.check("hidden", PrunePolicy.toSparsity(0.9).schedule(plan), TEN_EPOCHS).stream()
        .map(b -> b.element() + ": " + b.problem().message())
        .toList();
  }

  @Test
  void theWindowsEndsMayBeTheFirstAndTheLastEpoch() {
    assertThat(check(SchedulePlan.gradual(0, 10, 1))).isEmpty();
    assertThat(check(SchedulePlan.gradual(-1, -1, 100))).isEmpty();
    assertThat(check(SchedulePlan.gradual(2.5, 2.75, 1))).isEmpty();
    assertThat(check(SchedulePlan.oneShot(0))).isEmpty();
    assertThat(check(SchedulePlan.oneShot(10))).isEmpty();
  }

  @Test
  void aWindowIsNotEmpty() {
    assertThat(check(SchedulePlan.gradual(5, 5, 1)))
        .containsExactly("schedule.from: hidden: @Schedule: from = 5; it must be below to = 5.");
  }

  @Test
  void numbersThatAreNoneAreRefused() {
    assertThat(check(SchedulePlan.oneShot(Double.NaN))).singleElement().asString().contains("from = NaN");
    assertThat(check(SchedulePlan.gradual(0, Double.NaN, 1))).singleElement().asString().contains("to = NaN");
  }

  @ParameterizedTest
  @EnumSource(ScheduleKind.class)
  void defaultsMeanNothingWrongToAnyKind(ScheduleKind kind) {
    SchedulePlan defaults = SchedulePlan.of(kind);
    boolean rounds = kind == ScheduleKind.ITERATIVE || kind == ScheduleKind.LOTTERY;
    assertThat(check(defaults)).hasSize(rounds ? 1 : 0);
  }

  @Test
  void aRewindPointLiesBeforeTheFirstPruning() {
    SchedulePlan lottery = SchedulePlan.lottery(5, 0, Rewind.STEP, 999);
    assertThat(ScheduleRules.rewindPoint("hidden", lottery, 10, 100)).isEmpty();
    SchedulePlan late = SchedulePlan.lottery(5, 0, Rewind.STEP, 1000);
    assertThat(ScheduleRules.rewindPoint("hidden", late, 10, 100)).map(Problem::text).contains("""
        [Espalier/RewindAfterPruning] hidden rewinds to step 1000, and the first pruning comes after 1000 steps (10 epochs of 100); a rewind point lies before the first pruning.
          Fix: use a rewindStep of at most 999.""");
    assertThat(ScheduleRules.rewindPoint("hidden", SchedulePlan.lottery(5, 0, Rewind.INITIAL, 0), 1, 1)).isEmpty();
  }

  @Test
  void aScheduleIsDescribedByWhatDiffersFromItsDefaults() {
    assertThat(ScheduleRules.describe(SchedulePlan.of(ScheduleKind.ONE_SHOT))).isEqualTo("ONE_SHOT");
    assertThat(ScheduleRules.describe(SchedulePlan.lottery(5, 2, Rewind.STEP, 100)))
        .isEqualTo("LOTTERY (rounds = 5, roundEpochs = 2, rewind = STEP, rewindStep = 100)");
  }
}
