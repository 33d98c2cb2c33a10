package dev.espalier.runtime.memory;

/**
 * How a value lies in the slab: planes of lines, one plane a channel, each with a halo of zeros that spares convolutions
 * their bounds checks. A vector of n features is n channels of 1 x 1.
 *
 * @param padHeight rows of halo above and below
 * @param padWidth columns of halo left and right
 */
public record Layout(int channels, int height, int width, int padHeight, int padWidth) {

  /** A vector of n features. */
  public static Layout vector(int features) {
    return new Layout(features, 1, 1, 0, 0);
  }

  /** An image without a halo. */
  public static Layout image(int channels, int height, int width) {
    return new Layout(channels, height, width, 0, 0);
  }

  /** The same value with another halo. */
  public Layout halo(int newPadHeight, int newPadWidth) {
    return new Layout(channels, height, width, newPadHeight, newPadWidth);
  }

  /** Whether there is a halo. */
  public boolean hasHalo() {
    return padHeight > 0 || padWidth > 0;
  }

  /** Lines of one row of a plane, halo included. */
  public int rowLines() {
    return width + 2 * padWidth;
  }

  /** Lines of one plane, halo included. */
  public int planeLines() {
    return (height + 2 * padHeight) * rowLines();
  }

  /** Lines of the whole value, halo included. */
  public int lines() {
    return Math.multiplyExact(channels, planeLines());
  }

  /** Values of one sample, halo left out. */
  public int features() {
    return Math.multiplyExact(channels, height * width);
  }

  /** The line of channel c, row y, column x, relative to the value's first line. */
  public int line(int c, int y, int x) {
    return c * planeLines() + (y + padHeight) * rowLines() + x + padWidth;
  }
}
