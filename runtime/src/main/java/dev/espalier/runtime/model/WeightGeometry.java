package dev.espalier.runtime.model;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.policy.HeadSide;
import dev.espalier.runtime.policy.WeightMatrix;

/**
 * The geometry of a layer with weights, seen as a convolution: a dense layer is one of 1 x 1 over a 1 x 1 image, or,
 * over a sequence of L tokens, over an image of 1 x L.
 *
 * <p>The weights are a matrix of {@code rows() = filters} by {@code columns() = channels / groups * kernelHeight *
 * kernelWidth}, row-major: {@code [filter][channel in group][kernel row][kernel column]}.
 *
 * @param filters M, output channels or units
 * @param channels C, input channels or features
 * @param height H, rows of the input image
 * @param width W, columns of the input image
 * @param kernelHeight R
 * @param kernelWidth S
 * @param dilationHeight rows from one tap to the next
 * @param dilationWidth columns from one tap to the next
 * @param groups channel groups; divides filters and channels
 * @param bias whether there is one bias a filter
 * @param use what the weights are for
 * @param heads which of them belong to each head of attention
 */
public record WeightGeometry(
    int filters,
    int channels,
    int height,
    int width,
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int padHeight,
    int padWidth,
    int dilationHeight,
    int dilationWidth,
    int groups,
    boolean bias,
    WeightUse use,
    HeadSide heads) {

  /** Of weights that are no part of attention. */
  public WeightGeometry(
      int filters,
      int channels,
      int height,
      int width,
      int kernelHeight,
      int kernelWidth,
      int strideHeight,
      int strideWidth,
      int padHeight,
      int padWidth,
      int dilationHeight,
      int dilationWidth,
      int groups,
      boolean bias,
      WeightUse use) {
    this(filters, channels, height, width, kernelHeight, kernelWidth, strideHeight, strideWidth, padHeight, padWidth,
        dilationHeight, dilationWidth, groups, bias, use, HeadSide.NONE);
  }

  /** Of weights that inputs are multiplied by. */
  public WeightGeometry(
      int filters,
      int channels,
      int height,
      int width,
      int kernelHeight,
      int kernelWidth,
      int strideHeight,
      int strideWidth,
      int padHeight,
      int padWidth,
      int groups,
      boolean bias) {
    this(filters, channels, height, width, kernelHeight, kernelWidth, strideHeight, strideWidth, padHeight, padWidth,
        1, 1, groups, bias, WeightUse.PRODUCT);
  }

  /** Rows that are looked up. */
  public static WeightGeometry table(int rows, int width) {
    return new WeightGeometry(rows, width, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, false, WeightUse.TABLE);
  }

  /** A factor and a bias for each channel. */
  public static WeightGeometry scale(int channels) {
    return new WeightGeometry(channels, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, true, WeightUse.SCALE);
  }

  /** A number that scores are compared with. */
  public static WeightGeometry threshold() {
    return new WeightGeometry(1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, false, WeightUse.THRESHOLD);
  }

  /** A dense layer over every token of a sequence. */
  public static WeightGeometry tokenwise(int units, int width, int tokens, boolean bias) {
    return new WeightGeometry(units, width, 1, tokens, 1, 1, 1, 1, 0, 0, 1, bias);
  }

  /** Whether inputs are multiplied by the weights. */
  public boolean isProduct() {
    return use == WeightUse.PRODUCT;
  }

  /** Of weights that inputs are multiplied by, with taps that may lie apart. */
  public WeightGeometry(
      int filters,
      int channels,
      int height,
      int width,
      int kernelHeight,
      int kernelWidth,
      int strideHeight,
      int strideWidth,
      int padHeight,
      int padWidth,
      int dilationHeight,
      int dilationWidth,
      int groups,
      boolean bias) {
    this(filters, channels, height, width, kernelHeight, kernelWidth, strideHeight, strideWidth, padHeight, padWidth,
        dilationHeight, dilationWidth, groups, bias, WeightUse.PRODUCT);
  }

  /** A dense layer. */
  public static WeightGeometry dense(int units, int inputs, boolean bias) {
    return new WeightGeometry(units, inputs, 1, 1, 1, 1, 1, 1, 0, 0, 1, bias);
  }

  /** Whether it is that of a dense layer: every weight is used once for a sample. */
  public boolean isDense() {
    return height * width * kernelHeight * kernelWidth * strideHeight * strideWidth * groups == 1
        && padHeight + padWidth == 0;
  }

  /** The same weights with biases. */
  public WeightGeometry biased() {
    return new WeightGeometry(filters, channels, height, width, kernelHeight, kernelWidth, strideHeight, strideWidth,
        padHeight, padWidth, dilationHeight, dilationWidth, groups, true, use, heads);
  }

  /** The same weights as a part of attention. */
  public WeightGeometry heads(HeadSide side) {
    return new WeightGeometry(filters, channels, height, width, kernelHeight, kernelWidth, strideHeight, strideWidth,
        padHeight, padWidth, dilationHeight, dilationWidth, groups, bias, use, side);
  }

  /** The input with the halo that the padding asks for. */
  public Layout input() {
    return new Layout(channels, height, width, padHeight, padWidth);
  }

  /** Rows of the weight matrix: one a filter or unit. */
  public int rows() {
    return filters;
  }

  /** Columns of the weight matrix. */
  public int columns() {
    return channels / groups * kernelHeight * kernelWidth;
  }

  /** The weights as a matrix, for policies. */
  public WeightMatrix matrix() {
    return new WeightMatrix(rows(), columns(), kernelHeight * kernelWidth, groups, heads);
  }

  /** E F, output positions that each weight is used at. */
  public int positions() {
    return Math.multiplyExact(outHeight(), outWidth());
  }

  /** Number of weights, biases left out. */
  public int size() {
    return Math.multiplyExact(rows(), columns());
  }

  /** E, rows of the output image. */
  public int outHeight() {
    return (height + 2 * padHeight - dilationHeight * (kernelHeight - 1) - 1) / strideHeight + 1;
  }

  /** F, columns of the output image. */
  public int outWidth() {
    return (width + 2 * padWidth - dilationWidth * (kernelWidth - 1) - 1) / strideWidth + 1;
  }

  /** Multiply-adds of one sample with every weight kept: M C R S E F / groups; none where there is no product. */
  public long macs() {
    return isProduct() ? (long) size() * outHeight() * outWidth() : 0;
  }

  /** Weights that are read to make one output value. */
  public int fanIn() {
    return columns();
  }

  /** Output values of one kernel position that one input value reaches. */
  public int fanOut() {
    return filters / groups * kernelHeight * kernelWidth;
  }
}
