package dev.espalier.runtime.data;

import java.util.Objects;

/** Unsigned bytes; a value is {@code byte * scale + shift}. */
final class PixelStorage implements Storage {

  private final byte[] bytes;
  private final float scale;
  private final float shift;

  PixelStorage(byte[] bytes, float scale, float shift) {
    this.bytes = Objects.requireNonNull(bytes, "bytes");
    this.scale = scale;
    this.shift = shift;
  }

  /** Shares the bytes. */
  @Override
  public Storage rescaled(float factor, float offset) {
    return new PixelStorage(bytes, scale * factor, shift * factor + offset);
  }

  @Override
  public Storage rescaled(int plane, float[] factors, float[] offsets) {
    float[] scales = new float[factors.length];
    float[] shifts = new float[factors.length];
    for (int c = 0; c < scales.length; c++) {
      scales[c] = scale * factors[c];
      shifts[c] = shift * factors[c] + offsets[c];
    }
    return new PlanarStorage(bytes, plane, scales, shifts);
  }

  @Override
  public int length() {
    return bytes.length;
  }

  @Override
  public float value(int index) {
    return (bytes[index] & 0xFF) * scale + shift;
  }

  @Override
  public void copyAbreast(int source0, int source1, int source2, int source3, int source4, int source5, int source6,
      int source7, int length, float[] slab, int address, int lanes) {
    for (int i = 0; i < length; i++) {
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

  @Override
  public void copy(int source, int length, float[] slab, int address, int lanes) {
    for (int i = 0; i < length; i++) {
      slab[address + i * lanes] = (bytes[source + i] & 0xFF) * scale + shift;
    }
  }
}
