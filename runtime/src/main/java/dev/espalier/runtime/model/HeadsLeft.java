package dev.espalier.runtime.model;

import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.mask.Mask;
import java.util.stream.IntStream;

/**
 * The heads of attention that a mask keeps.
 *
 * @param of the mask, or null
 * @param heads ascending
 * @param pointers 0 and their number
 */
@SuppressWarnings("ArrayRecordComponent") // Read by kernels and never compared.
record HeadsLeft(Mask of, int[] heads, int[] pointers) {

  /** All of so many where the mask is not one of heads. */
  static HeadsLeft of(Mask mask, int count) {
    int[] heads = mask != null && mask.grouping().granularity() == Granularity.HEAD
        ? mask.groupBits().stream().toArray()
        : IntStream.range(0, count).toArray();
    return new HeadsLeft(mask, heads, new int[] {0, heads.length});
  }
}
