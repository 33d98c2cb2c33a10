package dev.espalier.bench.own;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Slab;

/** Copies between a task's arrays and the lines of a slab. */
final class Lines {

  private Lines() {}

  /** Rows of n numbers to consecutive lines. */
  static void copyIn(float[] rows, int n, Slab slab, int offset) {
    for (int row = 0; row * n < rows.length; row++) {
      System.arraycopy(rows, row * n, slab.values(), offset + row * slab.lanes(), n);
    }
  }

  /** Consecutive lines to rows of n numbers. */
  static float[] copyOut(Slab slab, int offset, int rows, int n) {
    float[] copy = new float[rows * n];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(slab.values(), offset + row * slab.lanes(), copy, row * n, n);
    }
    return copy;
  }

  /**
   * Samples one after the other to lanes, panel by panel.
   *
   * @param panel lines of all values of one panel
   */
  static void samplesIn(float[] samples, int batch, Slab slab, int offset, int panel, Layout layout) {
    int features = layout.features();
    for (int sample = 0; sample < batch; sample++) {
      int lane = lane(slab, panel, sample);
      for (int feature = 0; feature < features; feature++) {
        slab.values()[offset + layout.line(feature) * slab.lanes() + lane] = samples[sample * features + feature];
      }
    }
  }

  /** Lanes to samples one after the other. */
  static float[] samplesOut(Slab slab, int offset, int panel, Layout layout, int batch) {
    int features = layout.features();
    float[] samples = new float[batch * features];
    for (int sample = 0; sample < batch; sample++) {
      int lane = lane(slab, panel, sample);
      for (int feature = 0; feature < features; feature++) {
        samples[sample * features + feature] = slab.values()[offset + layout.line(feature) * slab.lanes() + lane];
      }
    }
    return samples;
  }

  private static int lane(Slab slab, int panel, int sample) {
    return sample / slab.lanes() * panel * slab.lanes() + sample % slab.lanes();
  }
}
