package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.memory.Layout;
import java.util.List;
import java.util.function.Consumer;

/** A window that slides over an image: R x S taps, strides, padding, and the distances between taps. */
record Window(
    int height,
    int width,
    int strideHeight,
    int strideWidth,
    int padHeight,
    int padWidth,
    int dilationHeight,
    int dilationWidth) {
  private static final double MOST_GATHERED = 1.4;
  private static final double MOST_GATHERED_OF_KEPT = 3;

  /**
   * From annotation elements of one or two numbers.
   *
   * @param stride 0 stands for the window
   */
  static Window of(List<Integer> size, List<Integer> stride, List<Integer> padding) {
    return of(size, stride, padding, List.of(1));
  }

  /** The same with taps that lie apart. */
  static Window of(List<Integer> size, List<Integer> stride, List<Integer> padding, List<Integer> dilation) {
    int strideHeight = first(stride) == 0 ? first(size) : first(stride);
    int strideWidth = second(stride) == 0 ? second(size) : second(stride);
    return new Window(first(size), second(size), strideHeight, strideWidth, first(padding), second(padding),
        first(dilation), second(dilation));
  }

  private static int first(List<Integer> pair) {
    return pair.getFirst();
  }

  private static int second(List<Integer> pair) {
    return pair.getLast();
  }

  /** Reports an element that has not one or two numbers, or one that is out of its range; true where all is well. */
  static boolean check(
      String name, String element, List<Integer> pair, int least, String range, Consumer<Problem> problems) {
    return check(name, element, pair, least, List.of(Integer.MAX_VALUE), range, problems);
  }

  /** The same with a largest number for each axis. */
  static boolean check(
      String name,
      String element,
      List<Integer> pair,
      int least,
      List<Integer> most,
      String range,
      Consumer<Problem> problems) {
    if (pair.isEmpty() || pair.size() > 2) {
      problems.accept(Diagnostic.ELEMENT_COUNT.with(name, element, pair.size()));
      return false;
    }
    boolean low = first(pair) < least || second(pair) < least;
    boolean high = first(pair) > first(most) || second(pair) > second(most);
    if (low || high) {
      problems.accept(Diagnostic.ELEMENT_RANGE.with(name, element, text(pair), range));
      return false;
    }
    return true;
  }

  /** As it is written in an annotation. */
  static String text(List<Integer> pair) {
    return pair.size() == 1 ? pair.getFirst().toString() : "{" + first(pair) + ", " + second(pair) + "}";
  }

  /** The shape of the result with the given channels, or null after a problem was reported. */
  Shape over(String name, String inputName, Shape input, int channels, Consumer<Problem> problems) {
    long paddedHeight = input.height() + 2L * padHeight;
    long paddedWidth = input.width() + 2L * padWidth;
    long reachHeight = dilationHeight * (height - 1L) + 1;
    long reachWidth = dilationWidth * (width - 1L) + 1;
    if (reachHeight > paddedHeight || reachWidth > paddedWidth) {
      String reach = reachHeight + " x " + reachWidth;
      problems.accept(
          Diagnostic.WINDOW_TOO_LARGE.with(name, reach, inputName, paddedHeight + " x " + paddedWidth));
      return null;
    }
    return Shape.of(
        channels,
        Math.toIntExact((paddedHeight - reachHeight) / strideHeight + 1),
        Math.toIntExact((paddedWidth - reachWidth) / strideWidth + 1));
  }

  /** Taps of the window. */
  int taps() {
    return Math.multiplyExact(height, width);
  }

  /** Rows of the window. */
  Axis rows() {
    return Axis.of("tapRow", height);
  }

  /** Columns of the window. */
  Axis columns() {
    return Axis.of("tapColumn", width);
  }

  /** The input's line under a tap of the window at an output position; it may lie in the halo. */
  Affine line(Layout input, Affine channel, Axis outRow, Axis outColumn) {
    return line(input, channel, outRow.index(), outColumn.index());
  }

  /** The same at an output position that is computed. */
  Affine line(Layout input, Affine channel, Affine outRow, Affine outColumn) {
    return line(input, channel, outRow, outColumn, columns().index());
  }

  /** The same under a column of taps that is given. */
  Affine line(Layout input, Affine channel, Affine outRow, Affine outColumn, Affine tapColumn) {
    Affine row = outRow.times(strideHeight).plus(rows().times(dilationHeight)).plus(-padHeight);
    Affine column = outColumn.times(strideWidth).plus(tapColumn.times(dilationWidth)).plus(-padWidth);
    return Lines.line(input, channel, row, column);
  }

  /** The input's line under the first tap of the window at an output position. */
  Affine origin(Layout input, Axis outRow, Axis outColumn) {
    return origin(input, outRow.index(), outColumn.index());
  }

  /** The same at an output position that is computed. */
  Affine origin(Layout input, Affine outRow, Affine outColumn) {
    Affine row = outRow.times(strideHeight).plus(-padHeight);
    return Lines.line(input, Affine.of(0), row, outColumn.times(strideWidth).plus(-padWidth));
  }

  /**
   * Whether the gradient of the input is gathered from the windows that each position lies in, else scattered into each
   * window. Gathering multiplies zeros where windows would begin outside, and keeps its sums in registers, which makes
   * up for 40 % of them; over kept weights alone, where scattering would add weight by weight, for more. Taps that lie
   * apart scatter.
   *
   * @param kept over kept weights
   */
  boolean gathers(Shape input, Shape output, boolean kept) {
    if (dilationHeight > 1 || dilationWidth > 1) {
      return false;
    }
    double positions = (double) input.height() * input.width();
    double covered = (double) output.height() * output.width() * strideHeight * strideWidth;
    return positions <= (kept ? MOST_GATHERED_OF_KEPT : MOST_GATHERED) * covered;
  }

  /** Rows of halo that the gradient of a result needs, where that of the input is gathered. */
  int gradientPadHeight(Shape input, Shape output) {
    return outside(height, strideHeight, padHeight, input.height(), output.height());
  }

  /** Columns of that halo. */
  int gradientPadWidth(Shape input, Shape output) {
    return outside(width, strideWidth, padWidth, input.width(), output.width());
  }

  /** Windows with a tap over the input that would begin before the first one, or behind the last one. */
  private static int outside(int size, int stride, int pad, int input, int output) {
    int before = (size - 1 - pad) / stride;
    int behind = (input - 1 + pad) / stride - (output - 1);
    return Math.max(before, behind);
  }

  /** Whether every value of the input lies under exactly one tap of one window, and every tap over a value. */
  boolean tiles(Shape input, Shape output) {
    return padHeight == 0
        && padWidth == 0
        && (height == 1 || dilationHeight == 1)
        && (width == 1 || dilationWidth == 1)
        && height == strideHeight
        && width == strideWidth
        && output.height() * height == input.height()
        && output.width() * width == input.width();
  }

  @Override
  public String toString() {
    String apart = dilationHeight + " x " + dilationWidth;
    return height + " x " + width + (apart.equals("1 x 1") ? "" : " taps " + apart + " apart");
  }
}
