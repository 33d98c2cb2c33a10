package dev.espalier.runtime.progress;

import java.util.function.LongSupplier;

/**
 * What a training loop counts in, and listeners read from.
 *
 * <p>The loop calls {@link #epoch} at the start of each epoch (and with the step to go on from when it is resumed) and
 * {@link #step} after each step. Nothing is allocated. For one thread.
 */
public final class ProgressMeter implements StepProgress {

  private final int epochs;
  private final int steps;
  private final LongSupplier nanos;
  private long started;
  private long stepsDone;
  private int epoch;
  private int step;
  private float loss;
  private float accuracy;
  private double lossSum;
  private double accuracySum;
  private long samples;
  private float sparsity;
  private float learningRate;

  /** A meter for a run; its clock starts now. */
  public ProgressMeter(int epochs, int steps) {
    this(epochs, steps, System::nanoTime);
  }

  /** The same with another clock, in nanoseconds. */
  public ProgressMeter(int epochs, int steps, LongSupplier nanos) {
    this.epochs = epochs;
    this.steps = steps;
    this.nanos = nanos;
    this.started = nanos.getAsLong();
  }

  /**
   * Starts an epoch.
   *
   * @param number counted from 1
   * @param stepsBefore steps of this epoch that were done before the run was resumed; 0 otherwise
   */
  public void epoch(int number, int stepsBefore) {
    epoch = number;
    step = stepsBefore;
    lossSum = 0;
    accuracySum = 0;
    samples = 0;
  }

  /** Restores the epoch's sums, as read by the accessors below before the interruption. */
  public void restore(double epochLossSum, double epochAccuracySum, long epochSamples) {
    lossSum = epochLossSum;
    accuracySum = epochAccuracySum;
    samples = epochSamples;
  }

  /**
   * Counts a step.
   *
   * @param batchLoss mean over the batch
   * @param batchAccuracy 0 to 1, or NaN without classes
   * @param count samples of the batch
   */
  public void step(float batchLoss, float batchAccuracy, int count, float sparsityNow, float learningRateNow) {
    step++;
    stepsDone++;
    loss = batchLoss;
    accuracy = batchAccuracy;
    lossSum += (double) batchLoss * count;
    accuracySum += (double) batchAccuracy * count;
    samples += count;
    sparsity = sparsityNow;
    learningRate = learningRateNow;
  }

  /** The sum of losses over the epoch's samples, for a checkpoint. */
  public double epochLossSum() {
    return lossSum;
  }

  /** The sum of right answers over the epoch's samples, for a checkpoint. */
  public double epochAccuracySum() {
    return accuracySum;
  }

  /** The epoch's samples so far, for a checkpoint. */
  public long epochSamples() {
    return samples;
  }

  /** Seconds since the run started or was resumed. */
  public double seconds() {
    return (nanos.getAsLong() - started) * 1e-9;
  }

  @Override
  public int epoch() {
    return epoch;
  }

  @Override
  public int epochs() {
    return epochs;
  }

  @Override
  public int step() {
    return step;
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public float loss() {
    return loss;
  }

  @Override
  public float accuracy() {
    return accuracy;
  }

  @Override
  public float epochLoss() {
    return (float) (lossSum / samples);
  }

  @Override
  public float epochAccuracy() {
    return (float) (accuracySum / samples);
  }

  @Override
  public float sparsity() {
    return sparsity;
  }

  @Override
  public float learningRate() {
    return learningRate;
  }

  @Override
  public double secondsLeft() {
    long total = (long) epochs * steps;
    long done = (epoch - 1L) * steps + step;
    return stepsDone == 0 ? Double.NaN : seconds() / stepsDone * Math.max(0, total - done);
  }
}
