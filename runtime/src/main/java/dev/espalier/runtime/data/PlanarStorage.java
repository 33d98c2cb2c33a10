package dev.espalier.runtime.data;

import java.util.Arrays;
import java.util.Objects;

/** Unsigned bytes in planes, each with a scale and a shift of its own; a value is {@code byte * scale + shift}. */
final class PlanarStorage implements Storage {

  private final byte[] bytes;
  private final int plane;
  private final float[] scales;
  private final float[] shifts;

  /**
   * Shares the bytes.
   *
   * @param plane values of a plane
   * @param scales one for each plane of a record
   */
  PlanarStorage(byte[] bytes, int plane, float[] scales, float[] shifts) {
    this.bytes = Objects.requireNonNull(bytes, "bytes");
    this.plane = plane;
    this.scales = scales.clone();
    this.shifts = shifts.clone();
  }

  @Override
  public Storage rescaled(float factor, float offset) {
    float[] factors = new float[scales.length];
    float[] offsets = new float[scales.length];
    Arrays.fill(factors, factor);
    Arrays.fill(offsets, offset);
    return rescaled(plane, factors, offsets);
  }

  @Override
  public Storage rescaled(int newPlane, float[] factors, float[] offsets) {
    if (newPlane != plane || factors.length != scales.length) {
      throw new IllegalArgumentException("Planes of " + plane + " values in " + scales.length
          + " channels cannot be scaled as planes of " + newPlane + " in " + factors.length + ".");
    }
    float[] newScales = new float[scales.length];
    float[] newShifts = new float[scales.length];
    for (int c = 0; c < newScales.length; c++) {
      newScales[c] = scales[c] * factors[c];
      newShifts[c] = shifts[c] * factors[c] + offsets[c];
    }
    return new PlanarStorage(bytes, plane, newScales, newShifts);
  }

  private int channel(int index) {
    return index / plane % scales.length;
  }

  @Override
  public int length() {
    return bytes.length;
  }

  @Override
  public float value(int index) {
    return (bytes[index] & 0xFF) * scales[channel(index)] + shifts[channel(index)];
  }

  // The sources stand at the same place of their records, so that they pass from plane to plane together.
  @Override
  public void copyAbreast(int source0, int source1, int source2, int source3, int source4, int source5, int source6,
      int source7, int length, float[] slab, int address, int lanes) {
    int i = 0;
    while (i < length) {
      int channel = channel(source0 + i);
      int end = Math.min(length, i + plane - (source0 + i) % plane);
      float scale = scales[channel];
      float shift = shifts[channel];
      for (; i < end; i++) {
        int target = address + i * lanes;
        slab[target] = (bytes[source0 + i] & 0xFF) * scale + shift;
        slab[target + 1] = (bytes[source1 + i] & 0xFF) * scale + shift;
        slab[target + 2] = (bytes[source2 + i] & 0xFF) * scale + shift;
        slab[target + 3] = (bytes[source3 + i] & 0xFF) * scale + shift;
        slab[target + 4] = (bytes[source4 + i] & 0xFF) * scale + shift;
        slab[target + 5] = (bytes[source5 + i] & 0xFF) * scale + shift;
        slab[target + 6] = (bytes[source6 + i] & 0xFF) * scale + shift;
        slab[target + 7] = (bytes[source7 + i] & 0xFF) * scale + shift;
      }
    }
  }

  @Override
  public void copy(int source, int length, float[] slab, int address, int lanes) {
    int i = 0;
    while (i < length) {
      int channel = channel(source + i);
      int end = Math.min(length, i + plane - (source + i) % plane);
      for (; i < end; i++) {
        slab[address + i * lanes] = (bytes[source + i] & 0xFF) * scales[channel] + shifts[channel];
      }
    }
  }
}
