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
  public Storage rescaled(int plane, float[] factors, float[] offsets) {
    float[] changed = new float[values.length];
    for (int i = 0; i < changed.length; i++) {
      int channel = i / plane % factors.length;
      changed[i] = values[i] * factors[channel] + offsets[channel];
    }
    return new FloatStorage(changed);
  }

  @Override
  public void copyAbreast(int source0, int source1, int source2, int source3, int source4, int source5, int source6,
      int source7, int length, float[] slab, int address, int lanes) {
    for (int i = 0; i < length; i++) {
      int target = address + i * lanes;
      slab[target] = values[source0 + i];
      slab[target + 1] = values[source1 + i];
      slab[target + 2] = values[source2 + i];
      slab[target + 3] = values[source3 + i];
      slab[target + 4] = values[source4 + i];
      slab[target + 5] = values[source5 + i];
      slab[target + 6] = values[source6 + i];
      slab[target + 7] = values[source7 + i];
    }
  }

  @Override
  public void copy(int source, int length, float[] slab, int address, int lanes) {
    for (int i = 0; i < length; i++) {
      slab[address + i * lanes] = values[source + i];
    }
  }
}
