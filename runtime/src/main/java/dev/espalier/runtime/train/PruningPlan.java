package dev.espalier.runtime.train;

import dev.espalier.dsl.Rewind;
import dev.espalier.dsl.ScheduleKind;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.policy.TrainSettings;
import dev.espalier.runtime.prune.Pruner;
import dev.espalier.runtime.schedule.PruningSchedule;
import dev.espalier.runtime.schedule.RunLength;
import java.util.List;
import java.util.Objects;

/**
 * The schedules of all layers of a run, and what follows from them: its length, its learning-rate curves, its
 * rewinding.
 */
final class PruningPlan {

  /** No step. */
  static final long NEVER = -1;

  private final List<PrunePolicy> policies;
  private final PruningSchedule[] schedules;
  private final TrainSettings settings;
  private final RunLength length;
  private final SchedulePlan lottery;

  PruningPlan(List<LayerInfo> layers, TrainSettings settings, int stepsPerEpoch) {
    this.settings = settings;
    this.policies = layers.stream().map(LayerInfo::policy).toList();
    List<SchedulePlan> plans = policies.stream().filter(Objects::nonNull).map(PrunePolicy::schedule).toList();
    this.length = RunLength.of(stepsPerEpoch, settings.epochs(), plans);
    this.schedules = policies.stream()
        .map(policy -> policy == null ? null : PruningSchedule.of(policy.schedule(), length))
        .toArray(PruningSchedule[]::new);
    // Every policy shares the lottery's plan, PolicyRules sees to it.
    this.lottery = plans.stream().filter(plan -> plan.kind() == ScheduleKind.LOTTERY).findFirst().orElse(null);
  }

  RunLength length() {
    return length;
  }

  /** Whether some layer is pruned once this many steps are completed. Does not allocate. */
  boolean prunesAfter(long completed) {
    for (PruningSchedule schedule : schedules) {
      if (schedule != null && schedule.prunesAfter(completed)) {
        return true;
      }
    }
    return false;
  }

  /** Whether some layer is pruned after more steps than these. */
  boolean prunesLater(long completed) {
    for (long later = completed + 1; later <= length.steps(); later++) {
      if (prunesAfter(later)) {
        return true;
      }
    }
    return false;
  }

  /** What {@link Pruner#prune} is asked for there. */
  double[] sparsitiesAfter(long completed) {
    double[] sparsities = new double[schedules.length];
    for (int i = 0; i < schedules.length; i++) {
      sparsities[i] = schedules[i] != null && schedules[i].prunesAfter(completed)
          ? schedules[i].sparsityAfter(completed, policies.get(i).sparsity())
          : Pruner.NOT_NOW;
    }
    return sparsities;
  }

  /** Whether training starts anew after the pruning there. */
  boolean restartsAfter(long completed) {
    for (PruningSchedule schedule : schedules) {
      if (schedule != null && schedule.restartsAfter(completed)) {
        return true;
      }
    }
    return false;
  }

  /** Where the weights go back to when training starts anew; NONE where it never does. */
  Rewind rewind() {
    return lottery == null ? Rewind.NONE : lottery.rewind();
  }

  /** After how many steps the weights to go back to are taken, or {@link #NEVER}. */
  long rewindStep() {
    return switch (rewind()) {
      case INITIAL -> 0;
      case STEP -> lottery.rewindStep();
      case NONE, RANDOM -> NEVER;
    };
  }

  /** The learning rates from the step at which training started or started anew. */
  LearningRateCurve curve(long restart) {
    long steps = lottery == null ? length.steps() : nextRestart(restart) - restart;
    return new LearningRateCurve(
        settings.learningRate(), settings.optimizer().learningRate(), length.stepsPerEpoch(), steps);
  }

  private long nextRestart(long restart) {
    long next = restart + length.stepsPerEpoch();
    while (next < length.steps() && !restartsAfter(next)) {
      next += length.stepsPerEpoch();
    }
    return next;
  }
}
