package dev.espalier.runtime.schedule;

import dev.espalier.runtime.policy.SchedulePlan;

/**
 * When a policy prunes. Steps are counted as completed ones: 0 stands before the first step, {@link RunLength#steps}
 * after the last.
 */
public interface PruningSchedule {

  /** Whether the policy prunes once this many steps are completed. */
  boolean prunesAfter(long completed);

  /**
   * The sparsity to reach at the pruning after this many steps, in (0, 1); exactly {@code sparsity} at the last one.
   *
   * @param sparsity the policy's
   */
  double sparsityAfter(long completed, double sparsity);

  /** Whether training starts anew, with an untouched optimizer and learning-rate curve, after the pruning there. */
  default boolean restartsAfter(long completed) {
    return false;
  }

  /** Whether a round of training ends with the pruning there, and the history tells of it as one. */
  default boolean endsRoundAfter(long completed) {
    return false;
  }

  /** Whether a penalty is added to the loss in the step after this many. */
  default boolean penalises(long completed) {
    return false;
  }

  /** Share of the kept groups that gives way to others there; 0 where groups are pruned, or drawn at random. */
  default double exchangedAfter(long completed) {
    return 0;
  }

  /** Whether the change after this many steps reads the gradient of weights that are pruned. */
  default boolean readsPrunedGradients(long completed) {
    return false;
  }

  /** The schedule of a plan in a run. */
  static PruningSchedule of(SchedulePlan plan, RunLength length) {
    return switch (plan.kind()) {
      case ONE_SHOT -> new OneShot(plan, length);
      case ITERATIVE -> new Iterative(plan, length);
      case GRADUAL -> new Gradual(plan, length);
      case LOTTERY -> new Lottery(plan, length);
      case REGULARISED -> new Regularised(plan, length);
      case DYNAMIC -> new Dynamic(plan, length);
    };
  }
}
