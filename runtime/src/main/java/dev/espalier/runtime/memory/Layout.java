package dev.espalier.runtime.memory;

import java.util.Objects;

/**
 * How the features of one value lie on lines: plane by plane, row by row, each plane within a halo of zeros.
 *
 * <p>A line is {@code lanes} consecutive floats of the slab, one per sample. With a halo a convolution reads beyond
 * the edge without asking for bounds.
 *
 * @param channels planes, at least 1; the features of a vector
 * @param height rows of a plane, at least 1
 * @param width columns of a plane, at least 1
 * @param padHeight rows of zeros above and below, at least 0
 * @param padWidth columns of zeros left and right, at least 0
 * @param gap lines behind each plane that belong to nothing, at least 0: planes that are a power of two apart fall into the
 *     same few sets of a cache
 */
public record Layout(int channels, int height, int width, int padHeight, int padWidth, int gap) {

  /**
   * Checks the extents.
   *
   * @throws IllegalArgumentException when an extent is out of range
   * @throws SlabTooLargeException when the lines exceed an int
   */
  public Layout {
    if (channels < 1 || height < 1 || width < 1 || padHeight < 0 || padWidth < 0 || gap < 0) {
      throw new IllegalArgumentException(
          "A layout needs channels, height and width of at least 1, a halo and a gap of at least 0, and " + channels
              + " x " + height + " x " + width + " with halo " + padHeight + " x " + padWidth + " and gap " + gap
              + " was given.");
    }
    try {
      int planeHeight = Math.addExact(height, Math.multiplyExact(2, padHeight));
      int planeWidth = Math.addExact(width, Math.multiplyExact(2, padWidth));
      Math.multiplyExact(Math.addExact(Math.multiplyExact(planeHeight, planeWidth), gap), channels);
    } catch (ArithmeticException tooMany) {
      SlabTooLargeException error = new SlabTooLargeException(
          channels + " x " + height + " x " + width + " with halo " + padHeight + " x " + padWidth
              + " has more lines than an int can count.");
      error.initCause(tooMany);
      throw error;
    }
  }

  /** Planes one after the other. */
  public Layout(int channels, int height, int width, int padHeight, int padWidth) {
    this(channels, height, width, padHeight, padWidth, 0);
  }

  /** The layout of a vector: one line per feature. */
  public static Layout vector(int features) {
    return new Layout(features, 1, 1, 0, 0);
  }

  /** The layout of an image without a halo. */
  public static Layout image(int channels, int height, int width) {
    return new Layout(channels, height, width, 0, 0);
  }

  /** The same value with another halo. */
  public Layout halo(int newPadHeight, int newPadWidth) {
    return new Layout(channels, height, width, newPadHeight, newPadWidth, gap);
  }

  /** The same value with so many lines behind each plane. */
  public Layout apart(int lines) {
    return new Layout(channels, height, width, padHeight, padWidth, lines);
  }

  /** Whether the values are on neighbouring lines: there is neither halo nor gap. */
  public boolean isContiguous() {
    return !hasHalo() && gap == 0;
  }

  /** Whether there is a halo. */
  public boolean hasHalo() {
    return padHeight > 0 || padWidth > 0;
  }

  /** Lines of one row of a plane, with its halo. */
  public int rowLines() {
    return width + 2 * padWidth;
  }

  /** Lines from one plane to the next: those of a plane, of its halo and of the gap behind it. */
  public int planeLines() {
    return (height + 2 * padHeight) * rowLines() + gap;
  }

  /** All lines, those of halos and gaps included. */
  public int lines() {
    return channels * planeLines();
  }

  /** Values of one sample, without the halo. */
  public int features() {
    return channels * height * width;
  }

  /** The line of a value, relative to the first; y and x may reach into the halo (from -padHeight, -padWidth). */
  public int line(int channel, int y, int x) {
    return channel * planeLines() + (y + padHeight) * rowLines() + x + padWidth;
  }

  /** The line of a feature, counted row by row without the halo. */
  public int line(int feature) {
    Objects.checkIndex(feature, features());
    int x = feature % width;
    int y = feature / width % height;
    return line(feature / width / height, y, x);
  }
}
