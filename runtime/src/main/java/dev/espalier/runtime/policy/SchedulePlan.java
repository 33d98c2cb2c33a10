package dev.espalier.runtime.policy;

import dev.espalier.dsl.Rewind;
import dev.espalier.dsl.ScheduleKind;

/**
 * When a policy prunes: the value of the annotation {@link dev.espalier.dsl.Schedule}, element by element, its defaults
 * included ({@code from} and {@code to} of -1, rounds and roundEpochs of 0).
 */
public record SchedulePlan(
    ScheduleKind kind,
    double from,
    double to,
    int every,
    int rounds,
    int roundEpochs,
    Rewind rewind,
    int rewindStep) {

  /** The annotation's defaults for a kind; ITERATIVE and LOTTERY need {@code rounds}. */
  public static SchedulePlan of(ScheduleKind kind) {
    return new SchedulePlan(kind, -1, -1, 100, 0, 0, Rewind.INITIAL, 0);
  }

  /** Once, after the given number of epochs. */
  public static SchedulePlan oneShot(double from) {
    return new SchedulePlan(ScheduleKind.ONE_SHOT, from, -1, 100, 0, 0, Rewind.INITIAL, 0);
  }

  /** A cubic ramp between two epochs, one pruning every {@code every} steps. */
  public static SchedulePlan gradual(double from, double to, int every) {
    return new SchedulePlan(ScheduleKind.GRADUAL, from, to, every, 0, 0, Rewind.INITIAL, 0);
  }

  /** Rounds of pruning and fine-tuning, each of {@code roundEpochs} epochs. */
  public static SchedulePlan iterative(int rounds, int roundEpochs) {
    return new SchedulePlan(ScheduleKind.ITERATIVE, -1, -1, 100, rounds, roundEpochs, Rewind.INITIAL, 0);
  }

  /** Rounds of pruning, rewinding and training anew, each of {@code roundEpochs} epochs. */
  public static SchedulePlan lottery(int rounds, int roundEpochs, Rewind rewind, int rewindStep) {
    return new SchedulePlan(ScheduleKind.LOTTERY, -1, -1, 100, rounds, roundEpochs, rewind, rewindStep);
  }
}
