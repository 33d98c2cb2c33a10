package dev.espalier.runtime.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The one array of a network's activations and gradients, in lines of equally many lanes.
 *
 * <p>The address of (line q, lane l) is {@code base + q * lanes + l}. The base skips the floats that follow the
 * array's 16-byte header in its first cache line, and the lanes are whole cache lines: where the array itself
 * starts on a cache line, every line does. Arrays of some size are made long enough for it ({@link HeapRegions});
 * elsewhere lines may straddle cache lines. Results are the same.
 *
 * @param values the array, shared with whoever computes in it
 * @param base the index of line 0, lane 0
 * @param lanes floats in a line: samples rounded up to a multiple of {@value #LANE_MULTIPLE}, or 1 for one sample alone
 */
@SuppressWarnings("ArrayRecordComponent") // The array is the point: kernels compute in it; slabs are not compared.
public record Slab(float[] values, int base, int lanes) {

  /** Lanes come in multiples of this: 16 floats are a cache line of 64 bytes. */
  public static final int LANE_MULTIPLE = 16;

  private static final int LEADING = 12;
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** Checks that the lanes are whole cache lines, or one, and that the base lies inside. */
  public Slab {
    Objects.requireNonNull(values, "values");
    if (lanes != 1) {
      requireLanes(lanes);
    }
    Objects.checkIndex(base, values.length + 1);
  }

  /**
   * A slab of zeros.
   *
   * @param lines at least 0
   * @param lanes a positive multiple of {@value #LANE_MULTIPLE}
   * @throws SlabTooLargeException when one array cannot hold them
   */
  public static Slab allocate(int lines, int lanes) {
    requireLanes(lanes);
    return zeros(lines, lanes);
  }

  /**
   * A slab of zeros for one sample alone: a line is one float, a vector's features are neighbours.
   *
   * @param lines at least 0
   * @throws SlabTooLargeException when one array cannot hold them
   */
  public static Slab single(int lines) {
    return zeros(lines, 1);
  }

  /**
   * Slabs of zeros in one array, one after the other, or each in its own where one array cannot hold them.
   *
   * @param lines of each, at least 0
   * @param lanes of each slab, positive multiples of {@value #LANE_MULTIPLE}
   * @throws SlabTooLargeException when an array cannot hold one of them
   */
  static List<Slab> together(int lines, int... lanes) {
    long floats = LEADING;
    for (int width : lanes) {
      requireLanes(width);
      floats += (long) lines * width;
    }
    List<Slab> slabs = new ArrayList<>(lanes.length);
    float[] shared = lines < 0 || floats > LONGEST_ARRAY ? null : new float[HeapRegions.length((int) floats)];
    int base = LEADING;
    for (int width : lanes) {
      slabs.add(shared == null ? allocate(lines, width) : new Slab(shared, base, width));
      base += shared == null ? 0 : lines * width;
    }
    return slabs;
  }

  private static Slab zeros(int lines, int lanes) {
    if (lines < 0) {
      throw new IllegalArgumentException("A slab needs at least 0 lines, and " + lines + " was given.");
    }
    long floats = LEADING + (long) lines * lanes;
    if (floats > LONGEST_ARRAY) {
      long fitting = (long) (LONGEST_ARRAY - LEADING) / Math.max(1, lines) / LANE_MULTIPLE * LANE_MULTIPLE;
      throw new SlabTooLargeException(
          "The network's values need " + lines + " lines of " + lanes + " lanes, " + floats
              + " floats, and one array holds at most " + LONGEST_ARRAY + ". Fix: "
              + (fitting == 0 ? "make the layers smaller." : "lower the batch to at most " + fitting + "."));
    }
    int length = (int) floats;
    return new Slab(new float[lanes == 1 ? length : HeapRegions.length(length)], LEADING, lanes);
  }

  /**
   * The lanes that a batch occupies: rounded up to whole cache lines.
   *
   * @throws IllegalArgumentException when the batch is below 1
   * @throws SlabTooLargeException when it exceeds an int once rounded up
   */
  public static int lanes(int batch) {
    if (batch < 1) {
      throw new IllegalArgumentException("A batch has at least 1 sample, and " + batch + " was given.");
    }
    if (batch > Integer.MAX_VALUE - LANE_MULTIPLE) {
      throw new SlabTooLargeException("A batch of " + batch + " samples exceeds one array. Fix: lower the batch.");
    }
    return (batch + LANE_MULTIPLE - 1) / LANE_MULTIPLE * LANE_MULTIPLE;
  }

  /** The index of lane 0 of a line. */
  public int address(int line) {
    return base + line * lanes;
  }

  private static void requireLanes(int lanes) {
    if (lanes < LANE_MULTIPLE || lanes % LANE_MULTIPLE != 0) {
      throw new IllegalArgumentException("Lanes are a positive multiple of " + LANE_MULTIPLE + ", and " + lanes
          + " was given. Fix: use Slab.lanes(batch).");
    }
  }
}
