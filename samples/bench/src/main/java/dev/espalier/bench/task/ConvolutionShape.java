package dev.espalier.bench.task;

import java.util.Set;

/** The shape of a convolution of 3 x 3, stride 1, padding 1: as many rows and columns come out as go in. */
public record ConvolutionShape(int channels, int height, int width, int filters, int batch) implements ShapeSpec {

  /** Rows and columns of a filter. */
  public static final int KERNEL = 3;

  /** Rows and columns of zeros around a plane. */
  public static final int PADDING = 1;

  /** Weights of one filter. */
  public int taps() {
    return channels * KERNEL * KERNEL;
  }

  /** Numbers of a plane. */
  public int plane() {
    return height * width;
  }

  @Override
  public Set<Kind> kinds() {
    return Set.of(Kind.CONV);
  }

  @Override
  public String toString() {
    return channels + "x" + height + "x" + width + "-" + filters + "x" + batch;
  }
}
