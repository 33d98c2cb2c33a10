package dev.espalier.runtime.progress;

/**
 * Where training stands after a step. The loop owns one object and changes it at every step: read it during the call,
 * do not keep it.
 *
 * <p>An accuracy is a share of right answers, 0 to 1, and NaN where the task has no classes.
 */
public interface StepProgress {

  /** The epoch, counted from 1. */
  int epoch();

  /** Epochs of the run. */
  int epochs();

  /** The step in the epoch, counted from 1. */
  int step();

  /** Steps in an epoch. */
  int steps();

  /** The loss of the step's batch. */
  float loss();

  /** The accuracy on the step's batch. */
  float accuracy();

  /** The mean loss of the epoch's samples so far. */
  float epochLoss();

  /** The accuracy on the epoch's samples so far. */
  float epochAccuracy();

  /** The share of prunable weights that are pruned, 0 to 1. */
  float sparsity();

  /** The learning rate of the step. */
  float learningRate();

  /** Seconds that the rest of the run should take, from the steps done since it started or was resumed. */
  double secondsLeft();
}
