package dev.espalier.runtime.train;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Slab;
import java.util.Arrays;

/**
 * Sums over the pixels and samples of one channel in one panel. Over pixels they run lane by lane in float, so that
 * they are vectors; over lanes in double, in the samples' order.
 */
final class ChannelSums {

  private final Slab slab;
  private final float[] first;
  private final float[] second;

  ChannelSums(Slab slab) {
    this.slab = slab;
    this.first = new float[slab.lanes()];
    this.second = new float[slab.lanes()];
  }

  /** The mean of a channel over the samples in lanes 0 to {@code count - 1}. */
  double mean(int line, Layout layout, int channel, int count) {
    float[] values = slab.values();
    int lanes = slab.lanes();
    Arrays.fill(first, 0);
    for (int y = 0; y < layout.height(); y++) {
      int at = slab.address(line + layout.line(channel, y, 0));
      for (int x = 0; x < layout.width(); x++, at += lanes) {
        for (int l = 0; l < lanes; l++) {
          first[l] += values[at + l];
        }
      }
    }
    return sum(first, count) / ((double) count * layout.height() * layout.width());
  }

  /** The sum of the squared distances from a value. */
  double squares(int line, Layout layout, int channel, float from, int count) {
    float[] values = slab.values();
    int lanes = slab.lanes();
    Arrays.fill(first, 0);
    for (int y = 0; y < layout.height(); y++) {
      int at = slab.address(line + layout.line(channel, y, 0));
      for (int x = 0; x < layout.width(); x++, at += lanes) {
        for (int l = 0; l < lanes; l++) {
          float distance = values[at + l] - from;
          first[l] += distance * distance;
        }
      }
    }
    return sum(first, count);
  }

  /**
   * The sums of the gradients of a channel, and of their products with the distances of values from a mean.
   *
   * @param sums takes the first at {@code channel}
   * @param products takes the second
   */
  void gradients(int gradient, Layout gradients, int line, Layout layout, int channel, float mean, int count,
      double[] sums, double[] products) {
    float[] values = slab.values();
    int lanes = slab.lanes();
    Arrays.fill(first, 0);
    Arrays.fill(second, 0);
    for (int y = 0; y < layout.height(); y++) {
      int at = slab.address(line + layout.line(channel, y, 0));
      int from = slab.address(gradient + gradients.line(channel, y, 0));
      for (int x = 0; x < layout.width(); x++, at += lanes, from += lanes) {
        for (int l = 0; l < lanes; l++) {
          float dy = values[from + l];
          first[l] += dy;
          second[l] += dy * (values[at + l] - mean);
        }
      }
    }
    sums[channel] = sum(first, count);
    products[channel] = sum(second, count);
  }

  private static double sum(float[] lanes, int count) {
    double sum = 0;
    for (int l = 0; l < count; l++) {
      sum += lanes[l];
    }
    return sum;
  }
}
