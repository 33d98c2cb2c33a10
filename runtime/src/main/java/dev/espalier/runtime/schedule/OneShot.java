package dev.espalier.runtime.schedule;

import dev.espalier.runtime.policy.SchedulePlan;

/**
 * Prunes once, after {@code from} epochs (0: before the first step); the epochs after it are fine-tuning. Without
 * {@code from}, {@code fineTune} epochs before the end of the run.
 */
final class OneShot implements PruningSchedule {

  private final long at;

  OneShot(SchedulePlan plan, RunLength length) {
    this.at = plan.from() < 0
        ? length.steps() - (long) plan.fineTune() * length.stepsPerEpoch()
        : length.stepsOf(plan.from());
  }

  @Override
  public boolean prunesAfter(long completed) {
    return completed == at;
  }

  @Override
  public double sparsityAfter(long completed, double sparsity) {
    return sparsity;
  }

  /** Whether the pruning is still to come. */
  boolean isBefore(long completed) {
    return completed < at;
  }
}
