package dev.espalier.runtime.model;

/**
 * How the gradient of a layer's weights is taken.
 *
 * @param layer the layer's index in the blueprint
 * @param inputLine the first line of what it consumes, in the training slab
 * @param gradientLine the first line of its result's gradient
 * @param strips whether in strips of columns; else as sums over lanes
 * @param kept whether a step can do with kept weights alone
 * @param tiles whether the gradient of what it consumes reads {@link dev.espalier.runtime.execution.ColumnTiles} where
 *     they are there
 */
public record WeightStep(int layer, int inputLine, int gradientLine, boolean strips, boolean kept, boolean tiles) {
  /** Units whose gradients lie side by side for one sample, as a register tile of a strip reads them. */
  public static final int TILE_UNITS = 6;

  /** Samples of a tile: its inputs, under two vectors of columns, fill a quarter of the first cache. */
  public static final int TILE_SAMPLES = 128;
}
