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

  /** What {@link Pruner#prune} is asked for there; masks of a dynamic schedule are not its business. */
  double[] sparsitiesAfter(long completed) {
    double[] sparsities = new double[schedules.length];
    for (int i = 0; i < schedules.length; i++) {
      boolean pruned = schedules[i] != null && policies.get(i).schedule().kind() != ScheduleKind.DYNAMIC;
      sparsities[i] = pruned && schedules[i].prunesAfter(completed)
          ? schedules[i].sparsityAfter(completed, policies.get(i).sparsity())
          : Pruner.NOT_NOW;
    }
    return sparsities;
  }

  /** For each layer the share of its kept groups that gives way to others there, or 0. */
  double[] exchangedAfter(long completed) {
    double[] shares = new double[schedules.length];
    for (int i = 0; i < schedules.length; i++) {
      shares[i] = schedules[i] == null ? 0 : schedules[i].exchangedAfter(completed);
    }
    return shares;
  }

  /**
   * Whether the step that comes after this many must leave the gradient of pruned weights, too: the change of masks
   * after it reads them. Does not allocate.
   */
  boolean needsDenseGradients(long completed) {
    for (PruningSchedule schedule : schedules) {
      if (schedule != null && schedule.readsPrunedGradients(completed + 1)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a penalty draws the weights of a layer to zero in the step after this many. */
  boolean penalises(int layer, long completed) {
    return schedules[layer] != null && schedules[layer].penalises(completed);
  }

  /** Whether a round ends with the pruning there. */
  boolean endsRoundAfter(long completed) {
    for (PruningSchedule schedule : schedules) {
      if (schedule != null && schedule.endsRoundAfter(completed)) {
        return true;
      }
    }
    return false;
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
