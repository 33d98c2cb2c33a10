package dev.espalier.runtime.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.dsl.Loss;
import dev.espalier.dsl.Penalty;
import dev.espalier.dsl.Regrow;
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
    boolean lambda = kind == ScheduleKind.REGULARISED;
    assertThat(check(defaults)).hasSize(rounds || lambda ? 1 : 0);
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

  @Test
  void fineTuningFollowsTheLastEpochAlone() {
    assertThat(check(SchedulePlan.oneShot(-1).fineTune(3))).isEmpty();
    assertThat(check(SchedulePlan.regularised(Penalty.L1, 1e-4).fineTune(3))).isEmpty();
    assertThat(check(SchedulePlan.oneShot(5).fineTune(3))).containsExactly(
        "schedule.fineTune: hidden: @Schedule(fineTune = 3) means nothing to ONE_SHOT with from = 5.");
  }

  @Test
  void aPenaltyNeedsAStrengthAndTimeToAct() {
    assertThat(check(SchedulePlan.regularised(Penalty.L1, 1e-4).from(0.5))).isEmpty();
    assertThat(check(SchedulePlan.regularised(Penalty.L1, -1))).singleElement().asString().contains("lambda = -1");
    assertThat(check(SchedulePlan.regularised(Penalty.L1, 1e-4).from(0))).singleElement().asString()
        .contains("from = 0; it must be above 0");
    assertThat(check(SchedulePlan.regularised(Penalty.GROUP_LASSO, 1e-4))).singleElement().asString()
        .startsWith("schedule.penalty: hidden: penalty = GROUP_LASSO");
  }

  @Test
  void aDynamicMaskChangesAtLeastOnce() {
    SchedulePlan plan = SchedulePlan.dynamic(Regrow.RANDOM, 0.3, 749);
    assertThat(ScheduleRules.dynamicChanges("hidden", plan, 10, 100)).isEmpty();
    assertThat(ScheduleRules.dynamicChanges("hidden", plan.every(750), 10, 100)).map(Problem::text).contains("""
        [Espalier/DynamicNeverChanges] hidden has a DYNAMIC schedule with every = 750, and its mask may change before step 750 alone (7.5 epochs of 100 steps); it never would.
          Fix: use an every below 750, or a larger to.""");
    assertThat(ScheduleRules.dynamicChanges("hidden", SchedulePlan.oneShot(1), 10, 100)).isEmpty();
  }
}
