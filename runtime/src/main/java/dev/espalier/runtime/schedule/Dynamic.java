package dev.espalier.runtime.schedule;

import dev.espalier.dsl.Regrow;
import dev.espalier.runtime.policy.SchedulePlan;

/**
 * Constant sparsity from the start: a random mask before the first step, of which a share is exchanged every {@code
 * every} steps until {@code to}. With random regrowth (SET: Mocanu 2018) the share stays {@code fraction}; with
 * gradient regrowth (RigL: Evci 2020, section 3, algorithm 1) it is {@code fraction / 2 (1 + cos(pi t / end))}.
 */
final class Dynamic implements PruningSchedule {

  private static final double DEFAULT_END = 0.75;

  private final long end;
  private final int every;
  private final double fraction;
  private final boolean byGradient;

  Dynamic(SchedulePlan plan, RunLength length) {
    this.end = length.stepsOf(plan.to() < 0 ? DEFAULT_END * length.epochs() : plan.to());
    this.every = plan.every();
    this.fraction = plan.fraction();
    this.byGradient = plan.regrow() == Regrow.GRADIENT;
  }

  @Override
  public boolean prunesAfter(long completed) {
    return completed == 0 || (completed < end && completed % every == 0);
  }

  @Override
  public double sparsityAfter(long completed, double sparsity) {
    return sparsity;
  }

  @Override
  public double exchangedAfter(long completed) {
    if (completed == 0 || !prunesAfter(completed)) {
      return 0;
    }
    return byGradient ? fraction / 2 * (1 + StrictMath.cos(Math.PI * completed / end)) : fraction;
  }

  @Override
  public boolean readsPrunedGradients(long completed) {
    return byGradient && completed > 0 && prunesAfter(completed);
  }
}
