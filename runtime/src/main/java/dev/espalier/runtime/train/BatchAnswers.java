package dev.espalier.runtime.train;

import dev.espalier.runtime.data.Dataset;

/** What a network should say of the samples of one batch: refilled for each, never made anew. */
public final class BatchAnswers {

  private final int lanes;
  private final int features;
  private final boolean labelled;
  private final int[] labels;
  private final float[] targets;
  private int count;

  /**
   * Answers of up to {@code lanes} samples.
   *
   * @param features outputs of the network
   * @param labelled whether the data have class labels
   */
  public BatchAnswers(int lanes, int features, boolean labelled) {
    this.lanes = lanes;
    this.features = features;
    this.labelled = labelled;
    this.labels = new int[labelled ? lanes : 0];
    this.targets = new float[features * lanes];
  }

  /** Takes the answers of {@code records[from .. from + count - 1]}. */
  public void load(Dataset data, int[] records, int from, int newCount) {
    count = newCount;
    if (labelled) {
      data.labels(records, from, count, labels);
    }
    data.targets(records, from, count, targets, 0, lanes, features);
  }

  /** Samples in the batch, in lanes 0 to count - 1. */
  public int count() {
    return count;
  }

  /** Floats in a line. */
  public int lanes() {
    return lanes;
  }

  /** Whether there are class labels. */
  public boolean labelled() {
    return labelled;
  }

  /** The class of each sample; of no length where the data have target values. */
  public int[] labels() {
    return labels;
  }

  /** The target values, {@code [feature][lane]}; of a label 1 on its line. */
  public float[] targets() {
    return targets;
  }
}
