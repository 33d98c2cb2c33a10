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
  public int length() {
    return bytes.length;
  }

  @Override
  public float value(int index) {
    return (bytes[index] & 0xFF) * scale + shift;
  }

  @Override
  public void copy(int[] rows, int[] records, int from, int count, int features, int feature, int length,
      float[] slab, int address, int lanes) {
    for (int lane = 0; lane < count; lane++) {
      int source = rows[records[from + lane]] * features + feature;
      int target = address + lane;
      for (int i = 0; i < length; i++) {
        slab[target + i * lanes] = (bytes[source + i] & 0xFF) * scale + shift;
      }
    }
  }
}
