package dev.espalier.runtime.data;

import dev.espalier.runtime.memory.Layout;
import java.util.Arrays;

/** The values of one input, record after record. */
sealed interface Storage permits PixelStorage, FloatStorage {

  /**
   * Lines that are written for all records before the next ones: a line is fetched into the cache once, not once for
   * each record.
   */
  int TILE = 32;

  /** Number of values, of all records. */
  int length();

  /** The value at an index. */
  float value(int index);

  /** Storage of the values times a factor, moved by an offset. */
  Storage rescaled(float factor, float offset);

  /**
   * Copies features feature .. feature + length - 1 of count records to as many lines, one lane each.
   *
   * @param rows the row in this storage of each record
   * @param features values of a record
   * @param address where the first line starts
   */
  void copy(int[] rows, int[] records, int from, int count, int features, int feature, int length, float[] slab,
      int address, int lanes);

  /** Gathers records into lanes 0 .. count - 1 of a laned value and zeroes its other lanes; the halo stays as it is. */
  default void gather(int[] rows, int[] records, int from, int count, float[] slab, int base, int lanes,
      Layout layout) {
    int features = layout.features();
    int run = layout.padWidth() > 0
        ? layout.width()
        : layout.padHeight() > 0 ? layout.width() * layout.height() : features;
    for (int start = 0; start < features; start += run) {
      int line = layout.line(start);
      for (int offset = 0; offset < run; offset += TILE) {
        int length = Math.min(TILE, run - offset);
        int address = base + (line + offset) * lanes;
        copy(rows, records, from, count, features, start + offset, length, slab, address, lanes);
        if (count < lanes) {
          for (int i = 0; i < length; i++) {
            Arrays.fill(slab, address + i * lanes + count, address + (i + 1) * lanes, 0);
          }
        }
      }
    }
  }
}
