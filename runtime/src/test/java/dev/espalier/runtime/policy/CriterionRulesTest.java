package dev.espalier.runtime.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Loss;
import dev.espalier.dsl.Rewind;
import dev.espalier.dsl.Scope;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.policy.PolicyRules.Planned;
import dev.espalier.runtime.policy.TrainSettings.LearningRateSettings;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the sources of the compiler's tests do not reach: every criterion with every schedule and option. */
class CriterionRulesTest {

  private static final PrunePolicy HALF = PrunePolicy.toSparsity(0.5);
  private static final TrainSettings TRAIN = new TrainSettings(
      Loss.CROSS_ENTROPY, OptimizerSettings.sgd(0.1, 0), LearningRateSettings.constant(), 10, 10);
  private static final Set<Criterion> WITHOUT_TRAINING = EnumSet.of(
      Criterion.MAGNITUDE, Criterion.BN_SCALE, Criterion.RANDOM);
  /** All but the one that has a schedule and a penalty of its own. */
  private static final Set<Criterion> FREE = EnumSet.complementOf(EnumSet.of(Criterion.HARD_CONCRETE));
  private static final Set<Criterion> AT_INITIALISATION =
      EnumSet.of(Criterion.SNIP, Criterion.GRASP, Criterion.SYNFLOW);

  @Test
  void whatLooksAtSamplesNeedsTraining() {
    for (Criterion criterion : FREE) {
      assertThat(codes(half(criterion), null).contains(Diagnostic.CRITERION_NEEDS_TRAIN))
          .as("%s", criterion).isEqualTo(!WITHOUT_TRAINING.contains(criterion));
    }
  }

  @Test
  void criteriaAtInitialisationPruneOnceBeforeTheFirstStep() {
    List<SchedulePlan> later = List.of(SchedulePlan.oneShot(-1), SchedulePlan.oneShot(0.5),
        SchedulePlan.gradual(0, 5, 10), SchedulePlan.iterative(2, 1), SchedulePlan.lottery(2, 1, Rewind.INITIAL, 0));
    for (Criterion criterion : FREE) {
      boolean first = AT_INITIALISATION.contains(criterion);
      for (SchedulePlan plan : later) {
        assertThat(codes(half(criterion).schedule(plan), TRAIN)).as("%s, %s", criterion, plan)
            .isEqualTo(first ? List.of(Diagnostic.CRITERION_AT_INITIALISATION) : List.of());
      }
      assertThat(codes(half(criterion).schedule(SchedulePlan.oneShot(0)), TRAIN)).as("%s", criterion)
          .isEqualTo(criterion == Criterion.MOVEMENT ? List.of(Diagnostic.CRITERION_BEFORE_TRAINING) : List.of());
    }
  }

  @Test
  void anOptionThatTheCriterionDoesNotUseIsRefused() {
    Set<Criterion> blind =
        EnumSet.of(
            Criterion.MAGNITUDE, Criterion.BN_SCALE, Criterion.RANDOM, Criterion.SYNFLOW, Criterion.MOVEMENT);
    for (Criterion criterion : FREE) {
      PrunePolicy policy = half(criterion)
          .schedule(SchedulePlan.oneShot(AT_INITIALISATION.contains(criterion) ? 0 : -1));
      assertThat(codes(policy, TRAIN)).as("%s", criterion).isEmpty();
      assertThat(codes(policy.samples(10), TRAIN).contains(Diagnostic.CRITERION_OPTION_IGNORED))
          .as("samples of %s", criterion).isEqualTo(blind.contains(criterion));
      assertThat(codes(policy.scoring(ScoringOptions.DEFAULTS.fisher(8, 1e-3)), TRAIN)).as("%s", criterion)
          .hasSize(criterion == Criterion.OBS ? 0 : 2);
    }
  }

  @Test
  void theGatesOfHeadsAreOfHeadsAlone() {
    for (Granularity granularity : Granularity.values()) {
      PrunePolicy policy = half(Criterion.HEAD_GATE).granularity(granularity);
      assertThat(codes(policy, TRAIN).contains(Diagnostic.HEAD_GATE_OF_HEADS)).as("%s", granularity)
          .isEqualTo(granularity != Granularity.HEAD);
    }
  }

  @Test
  void aScorerMayTakeSamplesAndNeedsNoTraining() {
    PrunePolicy own = HALF.criterion(Criterion.TAYLOR).samples(10).scorer(Own::new);
    assertThat(codes(own, null)).isEmpty();
    assertThat(own.criterion()).isEqualTo(Criterion.MAGNITUDE);
    assertThat(own.criterionName()).isEqualTo("scorer " + Own.class.getCanonicalName());
    assertThat(own).isEqualTo(HALF.samples(10).scorer(Own::new)).isNotEqualTo(HALF.samples(10));
    assertThat(own.criterion(Criterion.FISHER).scoring().scorer()).as("takes its place again").isNull();
  }

  @Test
  void rangesAreClosedWhereTheySaySo() {
    PrunePolicy obs = HALF.criterion(Criterion.OBS);
    assertThat(codes(obs.scoring(ScoringOptions.DEFAULTS.fisher(1, Double.MIN_NORMAL)), TRAIN)).isEmpty();
    assertThat(codes(obs.scoring(ScoringOptions.DEFAULTS.fisher(4096, 1)), TRAIN)).isEmpty();
    for (ScoringOptions wrong
        : List.of(ScoringOptions.DEFAULTS.fisher(4097, 1e-5), ScoringOptions.DEFAULTS.fisher(0, 1e-5),
        ScoringOptions.DEFAULTS.fisher(8, Double.NaN), ScoringOptions.DEFAULTS.fisher(8, Double.POSITIVE_INFINITY),
        ScoringOptions.DEFAULTS.fisher(8, -1), ScoringOptions.DEFAULTS.samples(-1))) {
      assertThat(codes(obs.scoring(wrong), TRAIN)).as("%s", wrong).containsExactly(Diagnostic.CRITERION_OPTION_RANGE);
    }
  }

  @Test
  void whatIsRankedTogetherIsScoredAlike() {
    PrunePolicy global = HALF.scope(Scope.GLOBAL).criterion(Criterion.OBS);
    PolicyTarget a = target("a");
    PolicyTarget b = target("b");
    for (PrunePolicy other : List.of(global.samples(10), global.scoring(ScoringOptions.DEFAULTS.fisher(8, 1e-5)),
        global.scoring(ScoringOptions.DEFAULTS.fisher(64, 1e-3)), global.scorer(Own::new))) {
      assertThat(PolicyRules.together(List.of(new Planned(a, global), new Planned(b, other))))
          .extracting(breach -> breach.problem().diagnostic()).as("%s", other)
          .containsExactly(Diagnostic.GLOBAL_POLICIES_DIFFER);
    }
    assertThat(PolicyRules.together(List.of(new Planned(a, global), new Planned(b, global)))).isEmpty();
  }

  /** A scorer with a name. */
  static final class Own implements dev.espalier.dsl.Scorer {
    @Override
    public void score(Weights weights, float[] scores) {
      scores[0] = 1;
    }
  }

  private static PolicyTarget target(String name) {
    return new PolicyTarget(name, "Dense", List.of(Granularity.ELEMENT), new WeightMatrix(4, 5, 1, 1), 1, false, false);
  }

  /** At a granularity that every criterion but one takes. */
  private static PrunePolicy half(Criterion criterion) {
    return HALF.criterion(criterion)
        .granularity(criterion == Criterion.HEAD_GATE ? Granularity.HEAD : Granularity.ELEMENT);
  }

  private static List<Diagnostic> codes(PrunePolicy policy, TrainSettings train) {
    return CriterionRules.check("layer", policy, train).stream().map(b -> b.problem().diagnostic()).toList();
  }
}
