package dev.espalier.runtime.data;

import dev.espalier.runtime.random.Randomness;
import java.util.Arrays;

/**
 * Which records make which batch of which epoch.
 *
 * <p>The order of an epoch is a permutation that follows from (seed, epoch) alone: a run resumed at any batch sees the
 * records that the uninterrupted run would have seen. The last batch of an epoch may be smaller. For one thread;
 * nothing is allocated after construction.
 *
 * <p>Records with lengths, such as sentences, stand beside others of similar length, because a batch takes as long as
 * its longest one: of the permutation {@value #WINDOW} batches after another are sorted, records of one length staying
 * in their order, and then the whole batches are shuffled.
 */
public final class BatchOrder {

  private static final long PURPOSE = Randomness.purpose("batch order");
  /** Batches that are sorted together. */
  private static final int WINDOW = 50;

  private final long seed;
  private final int batch;
  private final boolean shuffled;
  private final int[] records;
  private final Randomness random;
  private final int[] lengths;
  private final int[] sorted;
  private final int[] starts;
  private final int[] places;

  private BatchOrder(long seed, int size, int batch, boolean shuffled, int[] lengths) {
    if (size < 1 || batch < 1) {
      throw new IllegalArgumentException("An order needs at least 1 record and a batch of at least 1, and " + size
          + " records in batches of " + batch + " were given.");
    }
    this.seed = seed;
    this.batch = batch;
    this.shuffled = shuffled;
    this.records = new int[size];
    this.random = Randomness.stream(seed, PURPOSE, 0);
    this.lengths = lengths;
    this.sorted = lengths == null ? null : new int[size];
    this.starts = lengths == null ? null : new int[Arrays.stream(lengths).max().orElse(0) + 2];
    this.places = lengths == null ? null : new int[size / batch];
    inOrder();
  }

  /** Another permutation in every epoch; it stands at epoch 0. */
  public static BatchOrder shuffled(long seed, int size, int batch) {
    return shuffled(seed, size, batch, null);
  }

  /**
   * The same with records of similar length in a batch.
   *
   * @param lengths of all records, at least 0; null where they have none
   */
  public static BatchOrder shuffled(long seed, int size, int batch, int[] lengths) {
    BatchOrder order = new BatchOrder(seed, size, batch, true, lengths);
    order.epoch(0);
    return order;
  }

  /** Records as they come, in every epoch: for evaluation. */
  public static BatchOrder sequential(int size, int batch) {
    return sequential(size, batch, null);
  }

  /**
   * Records as they come or, where they have lengths, from the shortest to the longest.
   *
   * @param lengths as in {@link #shuffled(long, int, int, int[])}
   */
  public static BatchOrder sequential(int size, int batch, int[] lengths) {
    BatchOrder order = new BatchOrder(0, size, batch, false, lengths);
    if (lengths != null) {
      order.sort(0, size);
      System.arraycopy(order.sorted, 0, order.records, 0, size);
    }
    return order;
  }

  /** Turns to an epoch, counted from 0; in any order, and any number of times. */
  public void epoch(long epoch) {
    if (shuffled) {
      inOrder();
      random.reseed(seed, PURPOSE, epoch);
      random.shuffle(records, 0, records.length);
      if (lengths != null) {
        byLength();
      }
    }
  }

  /** Sorts windows by length, then puts the whole batches into another order; what is left of a batch stays last. */
  private void byLength() {
    int whole = places.length * batch;
    int window = Math.multiplyExact(WINDOW, batch);
    for (int from = 0; from < whole; from += window) {
      sort(from, Math.min(whole, from + window));
    }
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
    random.shuffle(places, 0, places.length);
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(sorted, places[i] * batch, records, i * batch, batch);
    }
  }

  /** Counting sort of records[from .. to - 1] into the same places of {@code sorted}. */
  private void sort(int from, int to) {
    Arrays.fill(starts, 0);
    for (int i = from; i < to; i++) {
      starts[lengths[records[i]] + 1]++;
    }
    for (int length = 1; length < starts.length; length++) {
      starts[length] += starts[length - 1];
    }
    for (int i = from; i < to; i++) {
      sorted[from + starts[lengths[records[i]]]++] = records[i];
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
