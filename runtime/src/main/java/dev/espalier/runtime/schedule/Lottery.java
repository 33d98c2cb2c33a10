package dev.espalier.runtime.schedule;

import dev.espalier.runtime.policy.SchedulePlan;

/**
 * Iterative magnitude pruning: prunes like {@link Iterative}, but after each pruning the weights that are left are
 * rewound and training starts anew (Frankle, Carbin: "The lottery ticket hypothesis", 2019; Frankle, Dziugaite, Roy,
 * Carbin: "Linear mode connectivity and the lottery ticket hypothesis", 2020). Where they go back to is the plan's
 * rewind.
 */
final class Lottery implements PruningSchedule {

  private final Iterative rounds;

  Lottery(SchedulePlan plan, RunLength length) {
    this.rounds = new Iterative(plan, length);
  }

  @Override
  public boolean prunesAfter(long completed) {
    return rounds.prunesAfter(completed);
  }

  @Override
  public double sparsityAfter(long completed, double sparsity) {
    return rounds.sparsityAfter(completed, sparsity);
  }

  @Override
  public boolean restartsAfter(long completed) {
    return rounds.prunesAfter(completed);
  }

  @Override
  public boolean endsRoundAfter(long completed) {
    return rounds.endsRoundAfter(completed);
  }
}
