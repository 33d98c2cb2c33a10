package dev.espalier.runtime.cost;

import dev.espalier.runtime.memory.Layout;

/**
 * How often each input of a layer was not zero, over the samples that were observed. Zeros are +0 and -0; the halo of a
 * layout is no input. Not thread-safe.
 */
public final class InputActivity {
  private final Layout layout;
  private final long[] nonZero;
  private long samples;

  /** Nothing observed yet, of a value that lies like this. */
  public InputActivity(Layout layout) {
    this.layout = layout;
    this.nonZero = new long[layout.features()];
  }

  /**
   * Adds the first {@code count} lanes of a value.
   *
   * @param base offset of the value's first line in the slab
   * @param lanes floats of a line
   * @param count samples in it, 0 to {@code lanes}
   */
  public InputActivity observe(float[] slab, int base, int lanes, int count) {
    if (count < 0 || count > lanes) {
      throw new IllegalArgumentException("A line of " + lanes + " lanes holds 0 to " + lanes + " samples, and " + count
          + " were given.\n  Fix: pass the batch's own count.");
    }
    int feature = 0;
    for (int c = 0; c < layout.channels(); c++) {
      for (int y = 0; y < layout.height(); y++) {
        for (int x = 0; x < layout.width(); x++) {
          int line = base + layout.line(c, y, x) * lanes;
          for (int lane = 0; lane < count; lane++) {
            nonZero[feature] += slab[line + lane] == 0f ? 0 : 1;
          }
          feature++;
        }
      }
    }
    samples += count;
    return this;
  }

  /** Samples observed. */
  public long samples() {
    return samples;
  }

  /** Values of one sample. */
  public int features() {
    return nonZero.length;
  }

  /** In how many samples a feature (channel by channel, row by row, without halo) was not zero. */
  public long nonZero(int feature) {
    return nonZero[feature];
  }

  /** q, the share of zeros among all values observed; 0 before any was. */
  public double sparsity() {
    if (samples == 0) {
      return 0;
    }
    long sum = 0;
    for (long count : nonZero) {
      sum += count;
    }
    return 1 - (double) sum / samples / nonZero.length;
  }
}
