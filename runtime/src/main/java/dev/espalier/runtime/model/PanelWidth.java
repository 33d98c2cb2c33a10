package dev.espalier.runtime.model;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Panels;
import dev.espalier.runtime.memory.Slab;
import java.util.List;

/**
 * How many samples a panel of a network holds at most.
 *
 * <p>A convolution goes over its image row by row: the rows of all planes that the windows of one row cover, and the
 * row of the result, are read by every filter and stay in half of a second cache level of {@value #CACHE} bytes. Its
 * lanes are neighbouring pixels, too, so that narrow panels leave it vectors enough. A network of which less than half
 * of the multiply-adds are such convolutions has the panels that suit dense layers.
 */
final class PanelWidth {
  private static final int CACHE = 512 << 10;

  private PanelWidth() {}

  /**
   * The widest panel, in samples.
   *
   * @param layers the weights of a network's layers
   */
  static int of(List<WeightGeometry> layers) {
    double all = 0;
    double windows = 0;
    int widest = Panels.WIDEST;
    for (WeightGeometry geometry : layers) {
      all += geometry.macs();
      if (geometry.isProduct() && geometry.outHeight() > 1) {
        windows += geometry.macs();
        widest = Math.min(widest, lanes(geometry));
      }
    }
    return 2 * windows < all ? Panels.WIDEST : widest;
  }

  private static int lanes(WeightGeometry geometry) {
    Layout input = geometry.input();
    double lines = (double) input.channels() * geometry.kernelHeight() * input.rowLines()
        + (double) geometry.filters() * geometry.outWidth();
    int lanes = (int) (CACHE / 2 / (Float.BYTES * lines));
    return Math.max(1, lanes / Slab.LANE_MULTIPLE) * Slab.LANE_MULTIPLE;
  }
}
