package dev.espalier.processor;

import dev.espalier.codegen.ir.PruneSpec;
import dev.espalier.codegen.ir.TrainSpec;
import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Densities;
import dev.espalier.dsl.Encoding;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.LearningRateKind;
import dev.espalier.dsl.Loss;
import dev.espalier.dsl.OptimizerKind;
import dev.espalier.dsl.Penalty;
import dev.espalier.dsl.Regrow;
import dev.espalier.dsl.Rewind;
import dev.espalier.dsl.ScheduleKind;
import dev.espalier.dsl.Scope;
import dev.espalier.dsl.Unit;
import dev.espalier.runtime.policy.GroupShape;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.RankingPlan;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.policy.ScorerChoice;
import dev.espalier.runtime.policy.ScoringOptions;
import dev.espalier.runtime.policy.TrainSettings;
import dev.espalier.runtime.policy.TrainSettings.AugmentSettings;
import dev.espalier.runtime.policy.TrainSettings.LearningRateSettings;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import javax.lang.model.element.AnnotationMirror;

/** Policies and settings, element by element, from their annotations. */
final class PolicyReader {
  private PolicyReader() {}

  /**
   * {@code @Prune}.
   *
   * @param scorer what its element of that name was read to; null where it gives none
   */
  static PruneSpec prune(AnnotationMirror mirror, MirrorSource source, ScorerChoice scorer) {
    MirrorReader prune = new MirrorReader(mirror);
    PrunePolicy policy = new PrunePolicy(
        prune.number("sparsity"),
        prune.number("threshold"),
        prune.constant("granularity", Granularity.class),
        prune.constant("criterion", Criterion.class),
        schedule(prune.nested("schedule")),
        prune.constant("encoding", Encoding.class),
        prune.constant("unit", Unit.class),
        prune.constant("scope", Scope.class),
        shape(prune),
        ranking(prune),
        new ScoringOptions(
            prune.integer("samples"), prune.integer("fisherBlock"), prune.number("damping"), scorer));
    return new PruneSpec(policy, false, source);
  }

  private static GroupShape shape(MirrorReader prune) {
    return new GroupShape(
        prune.integers("block"),
        prune.integer("n"),
        prune.integer("m"),
        prune.integer("sharedRows"),
        prune.integer("columns"),
        prune.number("conflicts"));
  }

  private static RankingPlan ranking(MirrorReader prune) {
    return new RankingPlan(
        prune.text("group"),
        prune.number("minSparsity"),
        prune.number("maxSparsity"),
        prune.constant("densities", Densities.class));
  }

  /** {@code @Train}. */
  static TrainSpec train(AnnotationMirror mirror, MirrorSource source) {
    MirrorReader train = new MirrorReader(mirror);
    TrainSettings settings = new TrainSettings(
        train.constant("loss", Loss.class),
        optimizer(train.nested("optimizer")),
        learningRate(train.nested("learningRate")),
        train.integer("batch"),
        train.integer("epochs"),
        train.integer("evaluateEvery"),
        train.flag("evaluatePrunings"),
        augment(train.nested("augment")));
    return new TrainSpec(settings, source);
  }

  private static SchedulePlan schedule(MirrorReader schedule) {
    return new SchedulePlan(
        schedule.constant("kind", ScheduleKind.class),
        schedule.number("from"),
        schedule.number("to"),
        schedule.integer("every"),
        schedule.integer("rounds"),
        schedule.integer("roundEpochs"),
        schedule.constant("rewind", Rewind.class),
        schedule.integer("rewindStep"),
        schedule.integer("fineTune"),
        schedule.constant("penalty", Penalty.class),
        schedule.number("lambda"),
        schedule.constant("regrow", Regrow.class),
        schedule.number("fraction"));
  }

  private static AugmentSettings augment(MirrorReader augment) {
    return new AugmentSettings(augment.flag("flip"), augment.integer("crop"));
  }

  private static OptimizerSettings optimizer(MirrorReader optimizer) {
    return new OptimizerSettings(
        optimizer.constant("kind", OptimizerKind.class),
        optimizer.number("learningRate"),
        optimizer.number("momentum"),
        optimizer.flag("nesterov"),
        optimizer.number("weightDecay"),
        optimizer.number("beta1"),
        optimizer.number("beta2"),
        optimizer.number("epsilon"));
  }

  private static LearningRateSettings learningRate(MirrorReader rate) {
    return new LearningRateSettings(
        rate.constant("kind", LearningRateKind.class),
        rate.number("warmup"),
        rate.number("every"),
        rate.number("factor"),
        rate.number("floor"));
  }
}
