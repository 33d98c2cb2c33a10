package dev.espalier.runtime.execution;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;

/**
 * Where the weights of a convolution find what they multiply in a training step.
 *
 * <p>Forward a weight has a tap as in {@link RowForm}. Backward it stands in the list of its input channel: the positions
 * of a channel leave remainders by the stride, and each remainder has lists of its own, those of remainder (y, x) being
 * lists {@code (y * strideWidth + x) * channels} and up. There its tap is a line of the gradient of the result, relative
 * to the first one that the remainder's window of taps begins at.
 *
 * @param geometry of the convolution
 * @param input how its input lies in the training slab
 * @param result how its result and the gradient of it do
 */
public record KeptPlaces(WeightGeometry geometry, Layout input, Layout result) {

  /** Checks that the layouts are those of the geometry's input and result. */
  public KeptPlaces {
    RowForm.requireInput(geometry, input);
    if (result.channels() != geometry.filters()
        || result.height() != geometry.outHeight()
        || result.width() != geometry.outWidth()) {
      throw new IllegalArgumentException("The layer makes " + geometry.filters() + " x " + geometry.outHeight() + " x "
          + geometry.outWidth() + ", but its result lies as " + result + ".");
    }
  }

  /** The line that a weight multiplies, relative to the first of the window. */
  int tap(int row, int column) {
    return RowForm.tap(geometry, input, row, column);
  }

  /** Number of lists. */
  int lists() {
    return geometry.strideHeight() * geometry.strideWidth() * geometry.channels();
  }

  /** The list that a weight stands in backward. */
  int list(int row, int column) {
    int perGroup = geometry.channels() / geometry.groups();
    int channel = row / (geometry.filters() / geometry.groups()) * perGroup + column / area();
    int y = Math.floorMod(tapRow(column) - geometry.padHeight(), geometry.strideHeight());
    int x = Math.floorMod(tapColumn(column) - geometry.padWidth(), geometry.strideWidth());
    return (y * geometry.strideWidth() + x) * geometry.channels() + channel;
  }

  /** The line of the result's gradient that a weight multiplies backward. */
  int gradientTap(int row, int column) {
    int y = fromLast(tapRow(column), geometry.kernelHeight(), geometry.strideHeight());
    int x = fromLast(tapColumn(column), geometry.kernelWidth(), geometry.strideWidth());
    return row * result.planeLines() + y * result.rowLines() + x;
  }

  /** Taps with the same remainder by the stride that follow this one. */
  private static int fromLast(int tap, int size, int stride) {
    return (size - 1 - tap) / stride;
  }

  private int area() {
    return geometry.kernelHeight() * geometry.kernelWidth();
  }

  private int tapRow(int column) {
    return column % area() / geometry.kernelWidth();
  }

  private int tapColumn(int column) {
    return column % geometry.kernelWidth();
  }
}
