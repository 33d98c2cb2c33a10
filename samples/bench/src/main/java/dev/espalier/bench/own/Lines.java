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

  /** Samples one after the other to lanes. */
  static void samplesIn(float[] samples, int batch, Slab slab, int offset, Layout layout) {
    int features = layout.features();
    for (int feature = 0; feature < features; feature++) {
      int line = offset + layout.line(feature) * slab.lanes();
      for (int sample = 0; sample < batch; sample++) {
        slab.values()[line + sample] = samples[sample * features + feature];
      }
    }
  }

  /** Lanes to samples one after the other. */
  static float[] samplesOut(Slab slab, int offset, Layout layout, int batch) {
    int features = layout.features();
    float[] samples = new float[batch * features];
    for (int feature = 0; feature < features; feature++) {
      int line = offset + layout.line(feature) * slab.lanes();
      for (int sample = 0; sample < batch; sample++) {
        samples[sample * features + feature] = slab.values()[line + sample];
      }
    }
    return samples;
  }
}
