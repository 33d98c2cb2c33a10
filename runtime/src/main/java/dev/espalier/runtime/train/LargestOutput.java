package dev.espalier.runtime.train;

/** The largest output of each lane, and which it is: the first one at equal outputs. */
final class LargestOutput {

  private final int features;
  private final float[] values;
  private final int[] indices;

  LargestOutput(int features, int lanes) {
    this.features = features;
    this.values = new float[lanes];
    this.indices = new int[lanes];
  }

  void find(float[] slab, int output, int lanes, int count) {
    for (int lane = 0; lane < count; lane++) {
      values[lane] = slab[output + lane];
      indices[lane] = 0;
    }
    for (int f = 1; f < features; f++) {
      int line = output + f * lanes;
      for (int lane = 0; lane < count; lane++) {
        if (slab[line + lane] > values[lane]) {
          values[lane] = slab[line + lane];
          indices[lane] = f;
        }
      }
    }
  }

  float value(int lane) {
    return values[lane];
  }

  int matches(int[] labels, int count) {
    int matching = 0;
    for (int lane = 0; lane < count; lane++) {
      if (indices[lane] == labels[lane]) {
        matching++;
      }
    }
    return matching;
  }
}
