package dev.espalier.runtime.data;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Slab;
import java.util.Arrays;

/** The values of one input, record after record. */
sealed interface Storage permits PixelStorage, PlanarStorage, FloatStorage {

  /** Records that are copied side by side: half a cache line of lanes, in one loop without index checks per value. */
  int ABREAST = 8;

  /** Lines that a group of records writes before the group that shares their cache lines does. */
  int TILE = 32;

  /** Number of values, of all records. */
  int length();

  /** The value at an index. */
  float value(int index);

  /** Storage of the values times a factor, moved by an offset. */
  Storage rescaled(float factor, float offset);

  /**
   * Storage of the values of each plane times a factor of its own, moved by an offset.
   *
   * @param plane values of a plane; as many planes a record as there are factors
   */
  Storage rescaled(int plane, float[] factors, float[] offsets);

  /**
   * Copies length values of {@value #ABREAST} records to as many lines: record r, whose values start at its source, to
   * lane r from the address on.
   */
  void copyAbreast(int source0, int source1, int source2, int source3, int source4, int source5, int source6,
      int source7, int length, float[] slab, int address, int lanes);

  /** Copies length values from source on to as many lines, in the address's lane. */
  void copy(int source, int length, float[] slab, int address, int lanes);

  /** Gathers records into lanes 0 .. count - 1 of a laned value and zeroes its other lanes; the halo stays as it is. */
  default void gather(int[] rows, int[] records, int from, int count, float[] slab, int base, int lanes,
      Layout layout) {
    int features = layout.features();
    int run = layout.padWidth() > 0
        ? layout.width()
        : layout.padHeight() > 0 ? layout.width() * layout.height() : features;
    for (int block = 0; block < lanes; block += Slab.LANE_MULTIPLE) {
      int present = Math.clamp(count - block, 0, Slab.LANE_MULTIPLE);
      for (int start = 0; start < features; start += run) {
        int line = layout.line(start);
        for (int offset = 0; offset < run; offset += TILE) {
          int address = base + (line + offset) * lanes + block;
          int length = Math.min(TILE, run - offset);
          gatherTile(rows, records, from + block, present, features, start + offset, length, slab, address, lanes);
        }
      }
    }
  }

  private void gatherTile(int[] rows, int[] records, int from, int present, int features, int feature, int length,
      float[] slab, int address, int lanes) {
    int lane = 0;
    for (; lane + ABREAST <= present; lane += ABREAST) {
      int record = from + lane;
      copyAbreast(
          rows[records[record]] * features + feature,
          rows[records[record + 1]] * features + feature,
          rows[records[record + 2]] * features + feature,
          rows[records[record + 3]] * features + feature,
          rows[records[record + 4]] * features + feature,
          rows[records[record + 5]] * features + feature,
          rows[records[record + 6]] * features + feature,
          rows[records[record + 7]] * features + feature,
          length, slab, address + lane, lanes);
    }
    for (; lane < present; lane++) {
      copy(rows[records[from + lane]] * features + feature, length, slab, address + lane, lanes);
    }
    if (present < Slab.LANE_MULTIPLE) {
      for (int i = 0; i < length; i++) {
        Arrays.fill(slab, address + i * lanes + present, address + i * lanes + Slab.LANE_MULTIPLE, 0);
      }
    }
  }
}
