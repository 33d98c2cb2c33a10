package dev.espalier.codegen.kernel;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a kernel is interpreted on, in double precision. The arrays are read and written in place. */
public final class Arguments {
  private final int lanes;
  private final double[] slab;
  private final Map<String, Integer> bases;
  private final Map<String, double[]> floats;
  private final Map<String, int[]> ints;
  private final Map<String, Integer> counts;

  private Arguments(
      int lanes, double[] slab, Map<String, Integer> bases, Map<String, double[]> floats, Map<String, int[]> ints,
      Map<String, Integer> counts) {
    this.lanes = lanes;
    this.slab = slab;
    this.bases = bases;
    this.floats = floats;
    this.ints = ints;
    this.counts = counts;
  }

  /** Starts without any buffer; {@code lanes} floats are a line, a positive multiple of 16. */
  public static Arguments of(double[] slab, int lanes) {
    return new Arguments(lanes, slab, Map.of(), Map.of(), Map.of(), Map.of());
  }

  /** Adds a LANED buffer. */
  public Arguments base(String buffer, int offset) {
    return new Arguments(lanes, slab, added(bases, buffer, offset), floats, ints, counts);
  }

  /** Adds a FLOATS buffer. */
  public Arguments floats(String buffer, double... values) {
    return new Arguments(lanes, slab, bases, added(floats, buffer, values), ints, counts);
  }

  /** Adds an INTS buffer. */
  public Arguments ints(String buffer, int... values) {
    return new Arguments(lanes, slab, bases, floats, added(ints, buffer, values), counts);
  }

  /** Adds a COUNT. */
  public Arguments count(String buffer, int value) {
    return new Arguments(lanes, slab, bases, floats, ints, added(counts, buffer, value));
  }

  public int lanes() {
    return lanes;
  }

  public double[] slab() {
    return slab;
  }

  /** Offset in the slab of each LANED buffer's first line, by buffer name. */
  public Map<String, Integer> bases() {
    return bases;
  }

  public Map<String, double[]> floats() {
    return floats;
  }

  public Map<String, int[]> ints() {
    return ints;
  }

  public Map<String, Integer> counts() {
    return counts;
  }

  /** The same numbers in double precision. */
  public static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static <T> Map<String, T> added(Map<String, T> map, String key, T value) {
    Map<String, T> more = new LinkedHashMap<>(map);
    more.put(key, value);
    return more;
  }
}
