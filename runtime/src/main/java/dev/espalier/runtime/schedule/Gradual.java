package dev.espalier.runtime.schedule;

import dev.espalier.runtime.policy.SchedulePlan;

/**
 * A cubic ramp: {@code s_t = s_f - s_f (1 - (t - t0) / (n dt))^3} at {@code t = t0 + dt, t0 + 2 dt, ..., t0 + n dt}
 * (Zhu, Gupta: "To prune, or not to prune", 2017, equation 1, from an initial sparsity of 0). The ramp ends at {@code
 * to} whether or not {@code dt} divides it: the last pruning is there, and reaches the sparsity exactly.
 */
final class Gradual implements PruningSchedule {

  private static final double DEFAULT_END = 0.75;

  private final long start;
  private final long end;
  private final int every;

  Gradual(SchedulePlan plan, RunLength length) {
    double to = plan.to() < 0 ? DEFAULT_END * length.epochs() : plan.to();
    this.end = Math.max(1, length.stepsOf(to));
    this.start = Math.min(length.stepsOf(Math.max(0, plan.from())), end - 1);
    this.every = plan.every();
  }

  @Override
  public boolean prunesAfter(long completed) {
    return completed == end || (completed > start && completed < end && (completed - start) % every == 0);
  }

  @Override
  public double sparsityAfter(long completed, double sparsity) {
    if (completed >= end) {
      return sparsity;
    }
    double left = 1 - (double) (completed - start) / (end - start);
    return sparsity - sparsity * left * left * left;
  }
}
