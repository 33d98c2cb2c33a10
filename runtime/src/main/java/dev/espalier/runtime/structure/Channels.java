package dev.espalier.runtime.structure;

import dev.espalier.runtime.model.WeightGeometry;

/** Which channels the weights of a layer read. */
final class Channels {

  private Channels() {}

  /** The input channel that a weight reads, by its row-major index. */
  static int read(WeightGeometry geometry, int at) {
    int group = at / geometry.columns() / (geometry.filters() / geometry.groups());
    return group * (geometry.channels() / geometry.groups()) + inGroup(geometry, at);
  }

  /** The same, counted from the first channel of its group. */
  static int inGroup(WeightGeometry geometry, int at) {
    return at % geometry.columns() / (geometry.kernelHeight() * geometry.kernelWidth());
  }
}
