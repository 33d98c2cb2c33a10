package dev.espalier.runtime.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.dsl.Penalty;
import dev.espalier.dsl.Regrow;
import dev.espalier.dsl.Rewind;
import dev.espalier.dsl.ScheduleKind;
import dev.espalier.runtime.policy.SchedulePlan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PruningScheduleTest {

  private static final double EXACT = 0;

  @Test
  void oneShotPrunesOnceAfterItsEpochs() {
    RunLength length = RunLength.of(10, 4, List.of());
    assertThat(prunings(SchedulePlan.oneShot(1), length)).containsExactly(10L);
    assertThat(prunings(SchedulePlan.oneShot(2.5), length)).containsExactly(25L);
    assertThat(prunings(SchedulePlan.oneShot(0), length)).containsExactly(0L);
    assertThat(prunings(SchedulePlan.of(ScheduleKind.ONE_SHOT), length)).containsExactly(40L);
  }

  @Test
  void fineTuningComesOnTopOfTraining() {
    SchedulePlan plan = SchedulePlan.oneShot(-1).fineTune(2);
    RunLength length = RunLength.of(10, 4, List.of(plan));
    assertThat(length.totalEpochs()).isEqualTo(6);
    assertThat(prunings(plan, length)).containsExactly(40L);
  }

  @Test
  void aPenaltyActsUntilThePruning() {
    SchedulePlan plan = SchedulePlan.regularised(Penalty.L1, 1e-3).fineTune(1);
    RunLength length = RunLength.of(10, 4, List.of(plan));
    PruningSchedule schedule = PruningSchedule.of(plan, length);
    assertThat(prunings(plan, length)).containsExactly(40L);
    assertThat(schedule.penalises(0)).isTrue();
    assertThat(schedule.penalises(39)).isTrue();
    assertThat(schedule.penalises(40)).isFalse();
    assertThat(PruningSchedule.of(SchedulePlan.oneShot(-1), length).penalises(0)).isFalse();
  }

  /** Evci 2020, section 3: alpha / 2 (1 + cos(t pi / T_end)) every Delta T steps below T_end. */
  @Test
  void gradientRegrowthDecaysAlongACosine() {
    SchedulePlan plan = SchedulePlan.dynamic(Regrow.GRADIENT, 0.3, 10).to(4);
    RunLength length = RunLength.of(10, 5, List.of(plan));
    PruningSchedule schedule = PruningSchedule.of(plan, length);
    assertThat(prunings(plan, length)).containsExactly(0L, 10L, 20L, 30L);
    assertThat(schedule.exchangedAfter(0)).isZero();
    assertThat(schedule.exchangedAfter(10)).isCloseTo(0.15 * (1 + Math.sqrt(0.5)), within(1e-12));
    assertThat(schedule.exchangedAfter(20)).isCloseTo(0.15, within(1e-12));
    assertThat(schedule.exchangedAfter(11)).isZero();
    assertThat(schedule.sparsityAfter(20, 0.9)).isEqualTo(0.9);
    assertThat(schedule.readsPrunedGradients(0)).isFalse();
    assertThat(schedule.readsPrunedGradients(10)).isTrue();
    assertThat(schedule.readsPrunedGradients(11)).isFalse();
    assertThat(schedule.readsPrunedGradients(40)).isFalse();
  }

  /** Mocanu 2018: a constant share zeta. */
  @Test
  void randomRegrowthExchangesTheSameShareThroughout() {
    SchedulePlan plan = SchedulePlan.dynamic(Regrow.RANDOM, 0.3, 10);
    RunLength length = RunLength.of(10, 4, List.of(plan));
    PruningSchedule schedule = PruningSchedule.of(plan, length);
    assertThat(prunings(plan, length)).containsExactly(0L, 10L, 20L);
    assertThat(schedule.exchangedAfter(10)).isEqualTo(0.3);
    assertThat(schedule.exchangedAfter(20)).isEqualTo(0.3);
    assertThat(schedule.readsPrunedGradients(10)).isFalse();
  }

  @Test
  void roundsEndWithTheirPrunings() {
    SchedulePlan plan = SchedulePlan.iterative(2, 1);
    PruningSchedule schedule = PruningSchedule.of(plan, RunLength.of(10, 3, List.of(plan)));
    assertThat(schedule.endsRoundAfter(30)).isTrue();
    assertThat(schedule.endsRoundAfter(35)).isFalse();
    RunLength length = RunLength.of(10, 3, List.of());
    assertThat(PruningSchedule.of(SchedulePlan.oneShot(1), length).endsRoundAfter(10)).isFalse();
  }

  @Test
  void oneShotAfterTrainingWaitsForTheRoundsOfOthers() {
    SchedulePlan rounds = SchedulePlan.iterative(2, 1);
    RunLength length = RunLength.of(10, 4, List.of(rounds, SchedulePlan.of(ScheduleKind.ONE_SHOT)));
    assertThat(length.totalEpochs()).isEqualTo(6);
    assertThat(prunings(SchedulePlan.of(ScheduleKind.ONE_SHOT), length)).containsExactly(60L);
  }

  /** Zhu and Gupta 2017, equation 1, with s_f = 0.8, t0 = 100, n = 4, dt = 50: 0.8 (1 - (1 - k/4)^3). */
  @Test
  void gradualFollowsTheCubicRamp() {
    RunLength length = RunLength.of(100, 4, List.of());
    SchedulePlan plan = SchedulePlan.gradual(1, 3, 50);
    assertThat(prunings(plan, length)).containsExactly(150L, 200L, 250L, 300L);
    PruningSchedule schedule = PruningSchedule.of(plan, length);
    assertThat(schedule.sparsityAfter(150, 0.8)).isCloseTo(0.4625, within(1e-12));
    assertThat(schedule.sparsityAfter(200, 0.8)).isCloseTo(0.7, within(1e-12));
    assertThat(schedule.sparsityAfter(250, 0.8)).isCloseTo(0.7875, within(1e-12));
    assertThat(schedule.sparsityAfter(300, 0.8)).isCloseTo(0.8, within(EXACT));
  }

  @Test
  void gradualEndsAtItsEndWhetherOrNotTheStepsDivideIt() {
    RunLength length = RunLength.of(100, 4, List.of());
    SchedulePlan plan = SchedulePlan.gradual(0, 1.1, 40);
    assertThat(prunings(plan, length)).containsExactly(40L, 80L, 110L);
    assertThat(PruningSchedule.of(plan, length).sparsityAfter(110, 0.9)).isEqualTo(0.9);
    assertThat(prunings(SchedulePlan.gradual(0, 0.5, 1000), length)).containsExactly(50L);
  }

  @Test
  void gradualFillsThreeQuartersOfTrainingWhereItIsNotTold() {
    RunLength length = RunLength.of(100, 4, List.of());
    assertThat(prunings(SchedulePlan.of(ScheduleKind.GRADUAL), length)).containsExactly(100L, 200L, 300L);
  }

  /** Four rounds to 0.9375 = 1 - 2^-4: each takes half of what is left. */
  @Test
  void iterativePrunesAnEqualShareOfWhatIsLeftInEachRound() {
    SchedulePlan plan = SchedulePlan.iterative(4, 2);
    RunLength length = RunLength.of(10, 3, List.of(plan));
    assertThat(length.totalEpochs()).isEqualTo(11);
    assertThat(prunings(plan, length)).containsExactly(30L, 50L, 70L, 90L);
    PruningSchedule schedule = PruningSchedule.of(plan, length);
    assertThat(schedule.sparsityAfter(30, 0.9375)).isCloseTo(0.5, within(1e-12));
    assertThat(schedule.sparsityAfter(50, 0.9375)).isCloseTo(0.75, within(1e-12));
    assertThat(schedule.sparsityAfter(70, 0.9375)).isCloseTo(0.875, within(1e-12));
    assertThat(schedule.sparsityAfter(90, 0.9375)).isCloseTo(0.9375, within(EXACT));
    assertThat(schedule.restartsAfter(30)).isFalse();
  }

  @Test
  void roundsLastAsLongAsTrainingWhereTheyAreNotTold() {
    SchedulePlan plan = SchedulePlan.iterative(2, 0);
    RunLength length = RunLength.of(10, 3, List.of(plan));
    assertThat(length.totalEpochs()).isEqualTo(9);
    assertThat(prunings(plan, length)).containsExactly(30L, 60L);
  }

  @Test
  void lotteryPrunesLikeIterativeAndStartsAnewEachTime() {
    SchedulePlan plan = SchedulePlan.lottery(2, 1, Rewind.INITIAL, 0);
    RunLength length = RunLength.of(10, 3, List.of(plan));
    assertThat(prunings(plan, length)).containsExactly(30L, 40L);
    PruningSchedule schedule = PruningSchedule.of(plan, length);
    assertThat(schedule.sparsityAfter(30, 0.75)).isCloseTo(0.5, within(1e-12));
    assertThat(schedule.sparsityAfter(40, 0.75)).isCloseTo(0.75, within(EXACT));
    assertThat(schedule.restartsAfter(29)).isFalse();
    assertThat(schedule.restartsAfter(30)).isTrue();
    assertThat(schedule.restartsAfter(40)).isTrue();
  }

  private static List<Long> prunings(SchedulePlan plan, RunLength length) {
    PruningSchedule schedule = PruningSchedule.of(plan, length);
    List<Long> steps = new ArrayList<>();
    for (long completed = 0; completed <= length.steps(); completed++) {
      if (schedule.prunesAfter(completed)) {
        steps.add(completed);
      }
    }
    return steps;
  }
}
