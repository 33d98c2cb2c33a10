package dev.espalier.runtime.execution;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.Arrays;

/**
 * The filters of a gated convolution that run for one sample: their weights and biases lie one after the other, so that
 * a kernel of so many filters computes them alone, and their results are then put into their own planes. Scratch memory
 * of one session, not safe for several threads.
 */
public final class GatedFilters {
  private static final int NONE = -1;

  private final int filters;
  private final int columns;
  private final int most;
  private final float[] allWeights;
  private final RowForm allRows;
  private final float[] allBiases;
  private final float[] weights;
  private final float[] values;
  private final int[] taps;
  private final int[] pointers;
  private final float[] bias;
  private final int[] planes;

  private GatedFilters(WeightGeometry geometry, int most, float[] weights, RowForm rows, float[] bias) {
    this.filters = geometry.filters();
    this.columns = geometry.columns();
    this.most = most;
    this.allWeights = weights;
    this.allRows = rows;
    this.allBiases = bias;
    this.weights = weights == null ? null : new float[most * columns];
    this.values = rows == null ? null : new float[rows.values().length];
    this.taps = rows == null ? null : new int[rows.values().length];
    this.pointers = rows == null ? null : new int[most + 1];
    this.bias = bias == null ? null : new float[most];
    this.planes = new int[filters];
  }

  /**
   * Of a convolution without groups whose weights are all executed.
   *
   * @param most filters that its kernel computes
   * @param bias one a filter, or null
   */
  public static GatedFilters of(WeightGeometry geometry, int most, DenseForm weights, float[] bias) {
    return new GatedFilters(geometry, most, weights.values(), null, bias);
  }

  /** The same of one whose kept weights are executed alone. */
  public static GatedFilters of(WeightGeometry geometry, int most, RowForm rows, float[] bias) {
    return new GatedFilters(geometry, most, null, rows, bias);
  }

  /**
   * Gathers the filters whose gates are not 0.
   *
   * @param gates the first gate
   * @return false where they are more than the kernel computes, because saliencies are equal: then all are to be run
   */
  public boolean gather(float[] slab, int gates) {
    int running = 0;
    for (int filter = 0; filter < filters; filter++) {
      running += slab[gates + filter] == 0 ? 0 : 1;
    }
    if (running > most) {
      for (int filter = 0; filter < filters; filter++) {
        planes[filter] = filter;
      }
      return false;
    }
    int plane = 0;
    for (int filter = 0; filter < filters; filter++) {
      boolean runs = slab[gates + filter] != 0;
      planes[filter] = runs ? plane : NONE;
      if (runs) {
        take(filter, plane++);
      }
    }
    if (pointers != null) {
      Arrays.fill(pointers, plane + 1, pointers.length, pointers[plane]);
    }
    return true;
  }

  private void take(int filter, int plane) {
    if (bias != null) {
      bias[plane] = allBiases[filter];
    }
    if (weights != null) {
      System.arraycopy(allWeights, filter * columns, weights, plane * columns, columns);
      return;
    }
    int from = allRows.pointers()[filter];
    int count = allRows.pointers()[filter + 1] - from;
    System.arraycopy(allRows.values(), from, values, pointers[plane], count);
    System.arraycopy(allRows.taps(), from, taps, pointers[plane], count);
    pointers[plane + 1] = pointers[plane] + count;
  }

  /**
   * Puts results where they belong, multiplied by their gates; the planes of the other filters become 0.
   *
   * @param from the first plane of what was computed
   * @param computed its layout
   * @param gates the first gate
   * @param to the first float of the result, whose halo of {@code padHeight} rows and {@code padWidth} columns around
   *     each plane is not written
   */
  public void scatter(float[] slab, int from, Layout computed, int gates, int to, int padHeight, int padWidth) {
    int width = computed.width();
    int rowLines = width + 2 * padWidth;
    int line = to + padWidth;
    for (int filter = 0; filter < filters; filter++) {
      float gate = slab[gates + filter];
      line += padHeight * rowLines;
      for (int y = 0; y < computed.height(); y++) {
        if (gate == 0) {
          Arrays.fill(slab, line, line + width, 0);
        } else {
          int source = from + computed.line(planes[filter], y, 0);
          for (int x = 0; x < width; x++) {
            slab[line + x] = gate * slab[source + x];
          }
        }
        line += rowLines;
      }
      line += padHeight * rowLines;
    }
  }

  /** The gathered weights, row-major; null where kept weights are executed alone. */
  public float[] weights() {
    return weights;
  }

  /** The gathered kept weights; null where all weights are executed. */
  public float[] values() {
    return values;
  }

  /** The lines that they multiply. */
  public int[] taps() {
    return taps;
  }

  /** Where those of each filter begin. */
  public int[] pointers() {
    return pointers;
  }

  /** The gathered biases; null where there are none. */
  public float[] bias() {
    return bias;
  }
}
