package dev.espalier.runtime.model;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Slab;
import java.util.Arrays;

/**
 * Copies samples into a panel and scores out of it: arrays are sample by sample, a slab is feature by feature.
 *
 * <p>Sixteen samples at a time: a line's part of them is one cache line, written or read whole, and the samples'
 * sixteen places in the array stay in the first cache level from one feature to the next.
 */
final class PanelCopies {
  private final int[][] lines;
  private final boolean[] contiguous;
  private final int features;
  private final int outputLine;

  PanelCopies(Blueprint blueprint) {
    this.lines = new int[blueprint.inputs().size()][];
    this.contiguous = new boolean[lines.length];
    for (int i = 0; i < lines.length; i++) {
      InputInfo input = blueprint.inputs().get(i);
      Layout layout = input.inference();
      lines[i] = new int[layout.features()];
      Arrays.setAll(lines[i], feature -> input.inferenceLine() + layout.line(feature));
      contiguous[i] = layout.isContiguous();
    }
    this.features = blueprint.output().output().features();
    this.outputLine = blueprint.outputLineInference();
  }

  /** Copies {@code count} samples from {@code first} on to lanes 0 and up. */
  void in(float[][] inputs, int first, int count, Slab slab) {
    for (int i = 0; i < lines.length; i++) {
      if (slab.lanes() == 1 && contiguous[i]) {
        System.arraycopy(inputs[i], first * lines[i].length, slab.values(), slab.address(lines[i][0]),
            lines[i].length);
        continue;
      }
      if (slab.lanes() == 1) {
        one(inputs[i], lines[i], first * lines[i].length, slab);
        continue;
      }
      for (int lane = 0; lane < count; lane += Slab.LANE_MULTIPLE) {
        in(inputs[i], lines[i], first, lane, Math.min(count, lane + Slab.LANE_MULTIPLE), slab);
      }
    }
  }

  private static void one(float[] from, int[] at, int next, Slab slab) {
    float[] values = slab.values();
    int base = slab.base();
    for (int feature = 0; feature < at.length; feature++) {
      values[base + at[feature]] = from[next + feature];
    }
  }

  private static void in(float[] from, int[] at, int first, int lane, int end, Slab slab) {
    float[] values = slab.values();
    int size = at.length;
    for (int feature = 0; feature < size; feature++) {
      int to = slab.address(at[feature]);
      int next = (first + lane) * size + feature;
      for (int l = lane; l < end; l++) {
        values[to + l] = from[next];
        next += size;
      }
    }
  }

  /** Copies the scores in lanes 0 to {@code count - 1} to those of the samples from {@code first} on. */
  void out(Slab slab, int first, int count, float[] scores) {
    float[] values = slab.values();
    int address = slab.address(outputLine);
    if (slab.lanes() == 1) {
      System.arraycopy(values, address, scores, first * features, features);
      return;
    }
    for (int lane = 0; lane < count; lane += Slab.LANE_MULTIPLE) {
      int end = Math.min(count, lane + Slab.LANE_MULTIPLE);
      for (int feature = 0; feature < features; feature++) {
        int from = address + feature * slab.lanes();
        int next = (first + lane) * features + feature;
        for (int l = lane; l < end; l++) {
          scores[next] = values[from + l];
          next += features;
        }
      }
    }
  }
}
