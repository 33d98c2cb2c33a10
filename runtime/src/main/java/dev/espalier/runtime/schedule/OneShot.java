package dev.espalier.runtime.schedule;

import dev.espalier.runtime.policy.SchedulePlan;

/** Prunes once, after {@code from} epochs; the epochs after it are fine-tuning. Without {@code from}, after the run. */
final class OneShot implements PruningSchedule {

  private final long at;

  OneShot(SchedulePlan plan, RunLength length) {
    this.at = plan.from() < 0 ? length.steps() : length.stepsOf(plan.from());
  }

  @Override
  public boolean prunesAfter(long completed) {
    return completed == at;
  }

  @Override
  public double sparsityAfter(long completed, double sparsity) {
    return sparsity;
  }
}
