package dev.espalier.runtime.model;

import java.util.Arrays;

/**
 * A batch normalisation with what it learns and what it has seen (Ioffe & Szegedy 2015, algorithms 1 and 2). Kernels
 * see it as lines, a channel each: forward {@code y = factor x + offset}, backward {@code dx = gradientFactor dy +
 * valueFactor x + gradientOffset}. Whoever runs a pass says before it which statistics these stand for.
 */
public final class Normalization {

  private final NormalizationInfo info;
  private final Parameter scale;
  private final Parameter shift;
  private final float[] runningMean;
  private final float[] runningVariance;
  private final float[] factor;
  private final float[] offset;
  private final float[] gradientFactor;
  private final float[] valueFactor;
  private final float[] gradientOffset;
  private final double[] batchMean;
  private final double[] batchDeviation;

  /** As yet without effect but for epsilon: scale 1, shift 0, running mean 0 and variance 1. */
  public Normalization(String name, int channels, NormalizationInfo info) {
    this.info = info;
    this.scale = new Parameter(name + ".scale", channels, 1);
    this.shift = new Parameter(name + ".shift", channels, 1);
    this.runningMean = new float[channels];
    this.runningVariance = new float[channels];
    this.factor = new float[channels];
    this.offset = new float[channels];
    this.gradientFactor = new float[channels];
    this.valueFactor = new float[channels];
    this.gradientOffset = new float[channels];
    this.batchMean = new double[channels];
    this.batchDeviation = new double[channels];
    reset();
  }

  /** Makes it what it was when it was new; pruned scales stay 0. */
  public void reset() {
    Arrays.fill(scale.values(), 1);
    scale.zeroPruned();
    Arrays.fill(shift.values(), 0);
    Arrays.fill(runningMean, 0);
    Arrays.fill(runningVariance, 1);
    takeRunning();
  }

  /** Momentum and epsilon. */
  public NormalizationInfo info() {
    return info;
  }

  /** Channels, or features of a vector. */
  public int channels() {
    return factor.length;
  }

  /** What a normalised channel is multiplied by; 0 where its filter is pruned. */
  public Parameter scale() {
    return scale;
  }

  /** What is added to it. */
  public Parameter shift() {
    return shift;
  }

  /** Means of past batches. The array itself. */
  public float[] runningMean() {
    return runningMean;
  }

  /** Unbiased variances of past batches. The array itself. */
  public float[] runningVariance() {
    return runningVariance;
  }

  /** Forward {@code y = factor x + offset}. */
  public float[] factor() {
    return factor;
  }

  /** Forward {@code y = factor x + offset}. */
  public float[] offset() {
    return offset;
  }

  /** Backward {@code dx = gradientFactor dy + valueFactor x + gradientOffset}. */
  public float[] gradientFactor() {
    return gradientFactor;
  }

  /** Backward {@code dx = gradientFactor dy + valueFactor x + gradientOffset}. */
  public float[] valueFactor() {
    return valueFactor;
  }

  /** Backward {@code dx = gradientFactor dy + valueFactor x + gradientOffset}. */
  public float[] gradientOffset() {
    return gradientOffset;
  }

  /** Passes from here on are those of the network as it is evaluated: the running statistics are constants. */
  public void takeRunning() {
    for (int c = 0; c < factor.length; c++) {
      double deviation = Math.sqrt(runningVariance[c] + info.epsilon());
      set(c, runningMean[c], deviation);
      gradientFactor[c] = factor[c];
      valueFactor[c] = 0;
      gradientOffset[c] = 0;
    }
  }

  /**
   * The forward pass from here on is that of a training batch; its statistics go into the running ones.
   *
   * @param mean of each channel
   * @param squares sum of the squared distances from it
   * @param count values of a channel: samples times pixels
   */
  public void takeBatch(double[] mean, double[] squares, long count) {
    double share = info.momentum();
    for (int c = 0; c < factor.length; c++) {
      batchMean[c] = mean[c];
      batchDeviation[c] = Math.sqrt(squares[c] / count + info.epsilon());
      set(c, mean[c], batchDeviation[c]);
      runningMean[c] = (float) ((1 - share) * runningMean[c] + share * mean[c]);
      double variance = squares[c] / Math.max(1, count - 1);
      runningVariance[c] = (float) ((1 - share) * runningVariance[c] + share * variance);
    }
  }

  private void set(int channel, double mean, double deviation) {
    double by = scale.values()[channel] / deviation;
    factor[channel] = (float) by;
    offset[channel] = (float) (shift.values()[channel] - by * mean);
  }

  /** The mean of the batch that {@link #takeBatch} took last. */
  public double batchMean(int channel) {
    return batchMean[channel];
  }

  /**
   * The backward pass of that batch; leaves the gradients of scale and shift with them.
   *
   * @param gradients sum of each channel's gradients dy
   * @param products sum of {@code dy (x - mean)}
   * @param count values of a channel
   */
  public void takeGradients(double[] gradients, double[] products, long count) {
    for (int c = 0; c < factor.length; c++) {
      double deviation = batchDeviation[c];
      double ofScale = products[c] / deviation;
      double by = scale.values()[c] / deviation;
      double ofValue = -by * ofScale / (deviation * count);
      scale.gradient()[c] = (float) ofScale;
      shift.gradient()[c] = (float) gradients[c];
      gradientFactor[c] = (float) by;
      valueFactor[c] = (float) ofValue;
      gradientOffset[c] = (float) (-ofValue * batchMean[c] - by * gradients[c] / count);
    }
  }
}
