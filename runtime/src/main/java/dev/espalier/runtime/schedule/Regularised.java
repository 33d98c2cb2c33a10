package dev.espalier.runtime.schedule;

import dev.espalier.runtime.policy.SchedulePlan;

/**
 * Trains under a penalty that draws weights to zero, then prunes once, as {@link OneShot} does; what is left is
 * fine-tuned without the penalty (Han, Pool, Tran, Dally 2015, section 3.1; Wen, Wu, Wang, Chen, Li: "Learning
 * structured sparsity in deep neural networks", 2016).
 */
final class Regularised implements PruningSchedule {

  private final OneShot pruning;

  Regularised(SchedulePlan plan, RunLength length) {
    this.pruning = new OneShot(plan, length);
  }

  @Override
  public boolean prunesAfter(long completed) {
    return pruning.prunesAfter(completed);
  }

  @Override
  public double sparsityAfter(long completed, double sparsity) {
    return pruning.sparsityAfter(completed, sparsity);
  }

  @Override
  public boolean penalises(long completed) {
    return pruning.isBefore(completed);
  }
}
