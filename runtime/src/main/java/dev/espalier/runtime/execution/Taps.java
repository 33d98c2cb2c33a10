package dev.espalier.runtime.execution;

import dev.espalier.runtime.memory.Slab;
import java.util.Arrays;

/**
 * The taps of a form, in lines and, for each width of panels that they are asked for, in floats: a kernel adds one to
 * an address and multiplies nothing.
 */
final class Taps {
  private final int[] lines;
  private volatile int[][] floats = new int[0][];

  Taps(int[] lines) {
    this.lines = lines;
  }

  /** Each tap in lines. */
  int[] lines() {
    return lines;
  }

  /**
   * Each tap times the lanes of a slab. Allocates where they are asked for so many lanes for the first time.
   *
   * @param lanes 1, or a multiple of {@value Slab#LANE_MULTIPLE}
   */
  int[] floats(int lanes) {
    if (lanes == 1) {
      return lines;
    }
    int width = lanes / Slab.LANE_MULTIPLE;
    int[][] known = floats;
    return width < known.length && known[width] != null ? known[width] : multiplied(lanes, width);
  }

  private synchronized int[] multiplied(int lanes, int width) {
    int[][] known = floats;
    if (width >= known.length || known[width] == null) {
      int[][] more = Arrays.copyOf(known, Math.max(known.length, width + 1));
      more[width] = Arrays.stream(lines).map(line -> Math.multiplyExact(line, lanes)).toArray();
      floats = more;
    }
    return floats[width];
  }
}
