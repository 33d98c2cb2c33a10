package dev.espalier.bench.task;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A shape as {@code --shape} gives it. */
public sealed interface ShapeSpec
    permits ProductShape, ConvolutionShape, BlockShape, NetworkShape, ResidualShape {

  /** The kinds that a shape of this form is for. */
  Set<Kind> kinds();

  /**
   * Reads {@code 512x512x384} (M x K x N), {@code 16x32x32-16x64} (channels x height x width - filters x batch), {@code
   * 64x128x4x32} (tokens x features x heads x batch), {@code 784-300-100-10x128} (widths x batch; a batch of 1 is for
   * latency) or {@code resnet20x64} (depth x batch).
   *
   * @throws IllegalArgumentException with the legal forms where the text is none of them
   */
  static ShapeSpec parse(String text) {
    Matcher product = Pattern.compile("(\\d{1,6})x(\\d{1,6})x(\\d{1,6})").matcher(text);
    Matcher convolution = Pattern.compile("(\\d{1,6})x(\\d{1,6})x(\\d{1,6})-(\\d{1,6})x(\\d{1,6})").matcher(text);
    Matcher block = Pattern.compile("(\\d{1,6})x(\\d{1,6})x(\\d{1,6})x(\\d{1,6})").matcher(text);
    Matcher network = Pattern.compile("(\\d{1,6}(?:-\\d{1,6})+)x(\\d{1,6})").matcher(text);
    Matcher residual = Pattern.compile("resnet(\\d{1,6})x(\\d{1,6})").matcher(text);
    if (product.matches()) {
      int[] n = extents(product, text);
      return new ProductShape(n[0], n[1], n[2]);
    }
    if (convolution.matches()) {
      int[] n = extents(convolution, text);
      return new ConvolutionShape(n[0], n[1], n[2], n[3], n[4]);
    }
    if (block.matches()) {
      int[] n = extents(block, text);
      return new BlockShape(n[0], n[1], n[2], n[3]);
    }
    if (network.matches()) {
      return new NetworkShape(
          Arrays.stream(network.group(1).split("-", -1)).map(w -> atLeastOne(w, text)).toList(),
          atLeastOne(network.group(2), text));
    }
    if (residual.matches()) {
      int[] n = extents(residual, text);
      return new ResidualShape(n[0], ResidualShape.CIFAR, n[1]);
    }
    throw new IllegalArgumentException(
        "a shape is MxKxN such as 512x512x384 (forward, backward), CxHxW-FxBATCH such as 16x32x32-16x64 (conv), "
            + "LxExHEADSxBATCH such as 64x128x4x32 (attention), WIDTH-...-WIDTHxBATCH such as 784-300-100-10x128 "
            + "(training; latency with batch 1), or resnetDEPTHxBATCH such as resnet20x64 (training), and '" + text
            + "' was given");
  }

  private static int[] extents(Matcher matcher, String text) {
    return IntStream.rangeClosed(1, matcher.groupCount()).map(g -> atLeastOne(matcher.group(g), text)).toArray();
  }

  private static int atLeastOne(String digits, String text) {
    int extent = Integer.parseInt(digits);
    if (extent < 1) {
      throw new IllegalArgumentException("an extent is at least 1, and the shape '" + text + "' has a 0");
    }
    return extent;
  }
}
