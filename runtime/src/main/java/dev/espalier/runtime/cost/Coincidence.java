package dev.espalier.runtime.cost;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.BitSet;

/**
 * Counts the multiply-adds that sparse weights on sparse inputs really take: those whose weight is kept and whose input
 * is not zero.
 *
 * <p>A tap (channel, kernel row, kernel column) reads one input at each output position, for every filter of its
 * channel group. So it contributes the filters that keep it times the non-zero inputs among those that it visits.
 *
 * <p>Products with the padding never count, although M C R S E F includes them; and zeros need not fall by chance. So
 * the count may lie on either side of the expectation (1-p)(1-q) M C R S E F.
 */
public final class Coincidence {
  private Coincidence() {}

  /**
   * Multiply-adds of all samples of a batch together.
   *
   * @param kept weights kept, by row-major index {@code [filter][channel in group][kernel row][kernel column]}
   * @param base offset of the input's first line in the slab
   * @param lanes floats of a line
   * @param count samples in it
   * @param layout of the input
   */
  public static long count(
      WeightGeometry geometry, BitSet kept, float[] slab, int base, int lanes, int count, Layout layout) {
    return count(geometry, kept, new InputActivity(layout).observe(slab, base, lanes, count));
  }

  /**
   * Multiply-adds of all samples that were observed together.
   *
   * @throws IllegalArgumentException when the inputs are not as many as the geometry reads
   */
  public static long count(WeightGeometry geometry, BitSet kept, InputActivity inputs) {
    int plane = geometry.height() * geometry.width();
    if (inputs.features() != geometry.channels() * plane) {
      throw new IllegalArgumentException("The layer reads " + geometry.channels() + " x " + geometry.height() + " x "
          + geometry.width() + " inputs, and " + inputs.features()
          + " were observed.\n  Fix: observe the layer's own input.");
    }
    int channelsOfGroup = geometry.channels() / geometry.groups();
    int kernel = geometry.kernelHeight() * geometry.kernelWidth();
    long sum = 0;
    for (int channel = 0; channel < geometry.channels(); channel++) {
      int group = channel / channelsOfGroup;
      for (int tap = 0; tap < kernel; tap++) {
        long filters = keeping(geometry, kept, group, channel % channelsOfGroup * kernel + tap);
        if (filters > 0) {
          int row = tap / geometry.kernelWidth();
          int column = tap % geometry.kernelWidth();
          sum = Math.addExact(sum, filters * visited(geometry, inputs, channel * plane, row, column));
        }
      }
    }
    return sum;
  }

  /** Filters of a group that keep the weight at this column of the matrix. */
  private static int keeping(WeightGeometry geometry, BitSet kept, int group, int column) {
    int filtersOfGroup = geometry.filters() / geometry.groups();
    int filters = 0;
    for (int filter = group * filtersOfGroup; filter < (group + 1) * filtersOfGroup; filter++) {
      filters += kept.get(filter * geometry.columns() + column) ? 1 : 0;
    }
    return filters;
  }

  /** Non-zero inputs of one channel over all positions of one kernel row and column, in all samples. */
  private static long visited(WeightGeometry geometry, InputActivity inputs, int first, int row, int column) {
    long sum = 0;
    for (int e = 0; e < geometry.outHeight(); e++) {
      int y = e * geometry.strideHeight() + row * geometry.dilationHeight() - geometry.padHeight();
      if (y < 0 || y >= geometry.height()) {
        continue;
      }
      for (int f = 0; f < geometry.outWidth(); f++) {
        int x = f * geometry.strideWidth() + column * geometry.dilationWidth() - geometry.padWidth();
        if (x >= 0 && x < geometry.width()) {
          sum += inputs.nonZero(first + y * geometry.width() + x);
        }
      }
    }
    return sum;
  }
}
