package dev.espalier.runtime.train;

import dev.espalier.runtime.data.Dataset;

/** What a network should say of the samples of one batch, or of a part of it: refilled for each, never made anew. */
public final class BatchAnswers {

  private final int lanes;
  private final int features;
  private final boolean labelled;
  private final int[] labels;
  private final float[] targets;
  private int count;
  private int batch;

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

  /** Takes the answers of {@code records[from .. from + count - 1]}, which are a whole batch. */
  public void load(Dataset data, int[] records, int from, int newCount) {
    load(data, records, from, newCount, newCount);
  }

  /** The same for a part of a batch of {@code newBatch} samples. */
  public void load(Dataset data, int[] records, int from, int newCount, int newBatch) {
    count = newCount;
    batch = newBatch;
    if (labelled) {
      data.labels(records, from, count, labels);
    }
    data.targets(records, from, count, targets, 0, lanes, features);
  }

  /** Samples that are here, in lanes 0 to count - 1. */
  public int count() {
    return count;
  }

  /** Samples of the batch that these are a part of: what a mean is taken over. */
  public int batch() {
    return batch;
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
