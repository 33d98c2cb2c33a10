package dev.espalier.runtime.data;

import dev.espalier.runtime.random.Randomness;

/**
 * Which records make which batch of which epoch.
 *
 * <p>The order of an epoch is a permutation that follows from (seed, epoch) alone: a run resumed at any batch sees the
 * records that the uninterrupted run would have seen. The last batch of an epoch may be smaller. For one thread;
 * nothing is allocated after construction.
 */
public final class BatchOrder {

  private static final long PURPOSE = Randomness.purpose("batch order");

  private final long seed;
  private final int batch;
  private final boolean shuffled;
  private final int[] records;
  private final Randomness random;

  private BatchOrder(long seed, int size, int batch, boolean shuffled) {
    if (size < 1 || batch < 1) {
      throw new IllegalArgumentException("An order needs at least 1 record and a batch of at least 1, and " + size
          + " records in batches of " + batch + " were given.");
    }
    this.seed = seed;
    this.batch = batch;
    this.shuffled = shuffled;
    this.records = new int[size];
    this.random = Randomness.stream(seed, PURPOSE, 0);
    inOrder();
  }

  /** Another permutation in every epoch; it stands at epoch 0. */
  public static BatchOrder shuffled(long seed, int size, int batch) {
    BatchOrder order = new BatchOrder(seed, size, batch, true);
    order.epoch(0);
    return order;
  }

  /** Records as they come, in every epoch: for evaluation. */
  public static BatchOrder sequential(int size, int batch) {
    return new BatchOrder(0, size, batch, false);
  }

  /** Turns to an epoch, counted from 0; in any order, and any number of times. */
  public void epoch(long epoch) {
    if (shuffled) {
      inOrder();
      random.reseed(seed, PURPOSE, epoch);
      random.shuffle(records, 0, records.length);
    }
  }

  /** Batches of an epoch, the last one counted though it may be smaller. */
  public int batches() {
    return (records.length - 1) / batch + 1;
  }

  /** The records of the epoch in their order: the array itself, to read from only. */
  public int[] records() {
    return records;
  }

  /** Where in {@link #records} a batch, counted from 0, starts. */
  public int from(int index) {
    return Math.multiplyExact(index, batch);
  }

  /** Records in a batch, counted from 0. */
  public int count(int index) {
    return Math.min(batch, records.length - from(index));
  }

  private void inOrder() {
    for (int i = 0; i < records.length; i++) {
      records[i] = i;
    }
  }
}
