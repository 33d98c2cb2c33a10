package dev.espalier.runtime.model;

/**
 * How the gradient of a layer's weights is taken.
 *
 * @param layer the layer's index in the blueprint
 * @param inputLine the first line of what it consumes, in the training slab
 * @param gradientLine the first line of its result's gradient
 * @param strips whether in strips of columns; else as sums over lanes
 * @param kept whether a step can do with kept weights alone
 */
public record WeightStep(int layer, int inputLine, int gradientLine, boolean strips, boolean kept) {
  private static final int CACHE_LINE = 16;

  /**
   * Floats from one sample's transposed gradients to the next one's: an odd number of cache lines, so that one unit's
   * samples spread over all sets of a cache. A layer of 1024 units would have them all in one.
   *
   * @param units at least 1
   */
  public static int stripStride(int units) {
    return ((units + CACHE_LINE - 1) / CACHE_LINE | 1) * CACHE_LINE;
  }
}
