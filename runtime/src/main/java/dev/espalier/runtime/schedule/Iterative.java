package dev.espalier.runtime.schedule;

import dev.espalier.runtime.policy.SchedulePlan;

/**
 * Trains, prunes a share of what is left, fine-tunes, and again, for a number of rounds (Han, Pool, Tran, Dally 2015,
 * section 3.4). The share is {@code 1 - (1 - s)^(1 / rounds)}, so that the last round reaches s.
 */
final class Iterative implements PruningSchedule {

  private final long first;
  private final long roundSteps;
  private final int rounds;

  Iterative(SchedulePlan plan, RunLength length) {
    this.first = (long) length.epochs() * length.stepsPerEpoch();
    this.roundSteps = (long) RunLength.roundEpochs(plan, length.epochs()) * length.stepsPerEpoch();
    this.rounds = plan.rounds();
  }

  @Override
  public boolean prunesAfter(long completed) {
    return completed >= first && (completed - first) % roundSteps == 0 && (completed - first) / roundSteps < rounds;
  }

  @Override
  public double sparsityAfter(long completed, double sparsity) {
    long round = 1 + (completed - first) / roundSteps;
    return round >= rounds ? sparsity : 1 - StrictMath.pow(1 - sparsity, (double) round / rounds);
  }

  @Override
  public boolean endsRoundAfter(long completed) {
    return prunesAfter(completed);
  }
}
