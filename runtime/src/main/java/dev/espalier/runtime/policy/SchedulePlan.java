package dev.espalier.runtime.policy;

import dev.espalier.dsl.Penalty;
import dev.espalier.dsl.Regrow;
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
    int rewindStep,
    int fineTune,
    Penalty penalty,
    double lambda,
    Regrow regrow,
    double fraction) {

  /** The annotation's defaults for a kind; ITERATIVE and LOTTERY need {@code rounds}, REGULARISED {@code lambda}. */
  public static SchedulePlan of(ScheduleKind kind) {
    return new SchedulePlan(kind, -1, -1, 100, 0, 0, Rewind.INITIAL, 0, 0, Penalty.L1, 0, Regrow.GRADIENT, 0.3);
  }

  /** Once, after the given number of epochs. */
  public static SchedulePlan oneShot(double from) {
    return of(ScheduleKind.ONE_SHOT).from(from);
  }

  /** A cubic ramp between two epochs, one pruning every {@code every} steps. */
  public static SchedulePlan gradual(double from, double to, int every) {
    return of(ScheduleKind.GRADUAL).from(from).to(to).every(every);
  }

  /** Rounds of pruning and fine-tuning, each of {@code roundEpochs} epochs. */
  public static SchedulePlan iterative(int rounds, int roundEpochs) {
    return of(ScheduleKind.ITERATIVE).rounds(rounds).roundEpochs(roundEpochs);
  }

  /** Rounds of pruning, rewinding and training anew, each of {@code roundEpochs} epochs. */
  public static SchedulePlan lottery(int rounds, int roundEpochs, Rewind rewind, int rewindStep) {
    return of(ScheduleKind.LOTTERY).rounds(rounds).roundEpochs(roundEpochs).rewind(rewind).rewindStep(rewindStep);
  }

  /** Training under a penalty, then pruning. */
  public static SchedulePlan regularised(Penalty penalty, double lambda) {
    return of(ScheduleKind.REGULARISED).penalty(penalty).lambda(lambda);
  }

  /** Sparse from the start; a share of the kept groups is exchanged every {@code every} steps. */
  public static SchedulePlan dynamic(Regrow regrow, double fraction, int every) {
    return of(ScheduleKind.DYNAMIC).regrow(regrow).fraction(fraction).every(every);
  }

  /** The same schedule of another kind; its elements stay, those that the kind does not use are refused. */
  public SchedulePlan kind(ScheduleKind newKind) {
    return new SchedulePlan(newKind, from, to, every, rounds, roundEpochs, rewind, rewindStep, fineTune, penalty,
        lambda, regrow, fraction);
  }

  /** The same schedule with another number of epochs before the (first) pruning. */
  public SchedulePlan from(double newFrom) {
    return new SchedulePlan(kind, newFrom, to, every, rounds, roundEpochs, rewind, rewindStep, fineTune, penalty,
        lambda, regrow, fraction);
  }

  /** The same schedule with another number of epochs before the last change. */
  public SchedulePlan to(double newTo) {
    return new SchedulePlan(kind, from, newTo, every, rounds, roundEpochs, rewind, rewindStep, fineTune, penalty,
        lambda, regrow, fraction);
  }

  /** The same schedule with another number of steps between prunings. */
  public SchedulePlan every(int newEvery) {
    return new SchedulePlan(kind, from, to, newEvery, rounds, roundEpochs, rewind, rewindStep, fineTune, penalty,
        lambda, regrow, fraction);
  }

  /** The same schedule with another number of rounds. */
  public SchedulePlan rounds(int newRounds) {
    return new SchedulePlan(kind, from, to, every, newRounds, roundEpochs, rewind, rewindStep, fineTune, penalty,
        lambda, regrow, fraction);
  }

  /** The same schedule with another number of epochs in a round. */
  public SchedulePlan roundEpochs(int newRoundEpochs) {
    return new SchedulePlan(kind, from, to, every, rounds, newRoundEpochs, rewind, rewindStep, fineTune, penalty,
        lambda, regrow, fraction);
  }

  /** The same schedule that goes back elsewhere. */
  public SchedulePlan rewind(Rewind newRewind) {
    return new SchedulePlan(kind, from, to, every, rounds, roundEpochs, newRewind, rewindStep, fineTune, penalty,
        lambda, regrow, fraction);
  }

  /** The same schedule that goes back to another step. */
  public SchedulePlan rewindStep(int newRewindStep) {
    return new SchedulePlan(kind, from, to, every, rounds, roundEpochs, rewind, newRewindStep, fineTune, penalty,
        lambda, regrow, fraction);
  }

  /** The same schedule with another number of epochs of fine-tuning. */
  public SchedulePlan fineTune(int newFineTune) {
    return new SchedulePlan(kind, from, to, every, rounds, roundEpochs, rewind, rewindStep, newFineTune, penalty,
        lambda, regrow, fraction);
  }

  /** The same schedule with another penalty. */
  public SchedulePlan penalty(Penalty newPenalty) {
    return new SchedulePlan(kind, from, to, every, rounds, roundEpochs, rewind, rewindStep, fineTune, newPenalty,
        lambda, regrow, fraction);
  }

  /** The same schedule with another strength of the penalty. */
  public SchedulePlan lambda(double newLambda) {
    return new SchedulePlan(kind, from, to, every, rounds, roundEpochs, rewind, rewindStep, fineTune, penalty,
        newLambda, regrow, fraction);
  }

  /** The same schedule that takes groups in otherwise. */
  public SchedulePlan regrow(Regrow newRegrow) {
    return new SchedulePlan(kind, from, to, every, rounds, roundEpochs, rewind, rewindStep, fineTune, penalty, lambda,
        newRegrow, fraction);
  }

  /** The same schedule with another share of groups exchanged. */
  public SchedulePlan fraction(double newFraction) {
    return new SchedulePlan(kind, from, to, every, rounds, roundEpochs, rewind, rewindStep, fineTune, penalty, lambda,
        regrow, newFraction);
  }
}
