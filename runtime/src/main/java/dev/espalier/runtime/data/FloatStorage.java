package dev.espalier.runtime.data;

import java.util.Objects;

/** Values as they are. */
final class FloatStorage implements Storage {

  private final float[] values;

  FloatStorage(float[] values) {
    this.values = Objects.requireNonNull(values, "values");
  }

  @Override
  public int length() {
    return values.length;
  }

  @Override
  public float value(int index) {
    return values[index];
  }

  @Override
  public Storage rescaled(float factor, float offset) {
    float[] changed = new float[values.length];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = values[i] * factor + offset;
    }
    return new FloatStorage(changed);
  }

  @Override
  public void copy(int[] rows, int[] records, int from, int count, int features, int feature, int length,
      float[] slab, int address, int lanes) {
    for (int lane = 0; lane < count; lane++) {
      int source = rows[records[from + lane]] * features + feature;
      int target = address + lane;
      for (int i = 0; i < length; i++) {
        slab[target + i * lanes] = values[source + i];
      }
    }
  }
}
