package dev.espalier.runtime.schedule;

import dev.espalier.runtime.policy.SchedulePlan;
import java.util.Collection;

/**
 * How long a run is.
 *
 * @param stepsPerEpoch training records divided by the batch, rounded up
 * @param epochs epochs of training, as the settings say
 * @param totalEpochs with the epochs that schedules add
 */
public record RunLength(int stepsPerEpoch, int epochs, int totalEpochs) {

  /** The length of a run under the plans of its policies: the longest of them decides. */
  public static RunLength of(int stepsPerEpoch, int epochs, Collection<SchedulePlan> plans) {
    int extra = 0;
    for (SchedulePlan plan : plans) {
      extra = Math.max(extra, extraEpochs(plan, epochs));
    }
    return new RunLength(stepsPerEpoch, epochs, Math.addExact(epochs, extra));
  }

  /** Epochs that a plan adds: rounds times the epochs of a round, or fine-tuning after training. */
  public static int extraEpochs(SchedulePlan plan, int epochs) {
    return switch (plan.kind()) {
      case ITERATIVE, LOTTERY -> Math.multiplyExact(plan.rounds(), roundEpochs(plan, epochs));
      case ONE_SHOT, REGULARISED -> plan.fineTune();
      case GRADUAL, DYNAMIC -> 0;
    };
  }

  /** Epochs of a round: those of training where the plan does not say. */
  static int roundEpochs(SchedulePlan plan, int epochs) {
    return plan.roundEpochs() == 0 ? epochs : plan.roundEpochs();
  }

  /** Steps of the whole run. */
  public long steps() {
    return (long) stepsPerEpoch * totalEpochs;
  }

  /** Steps of this many epochs, to the nearest step and at most the whole run. */
  public long stepsOf(double numberOfEpochs) {
    return Math.min(Math.round(numberOfEpochs * stepsPerEpoch), steps());
  }
}
