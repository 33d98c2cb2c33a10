package dev.espalier.codegen.ir;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The shape of a value without the batch: {@code {features}}, {@code {tokens, width}} for a sequence, or {@code
 * {channels, height, width}}. A sequence lies in the slab as an image of one row does whose channels are the features
 * of a token and whose columns are the tokens.
 */
public record Shape(List<Integer> extents) {

  public Shape {
    extents = List.copyOf(extents);
  }

  /** From extents. */
  public static Shape of(Integer... extents) {
    return new Shape(List.of(extents));
  }

  /** Number of axes. */
  public int rank() {
    return extents.size();
  }

  /** Whether it is {@code {channels, height, width}}. */
  public boolean isImage() {
    return rank() == 3;
  }

  /** Whether it is {@code {tokens, width}}. */
  public boolean isSequence() {
    return rank() == 2;
  }

  /** Features of a vector or of a token, channels of an image. */
  public int channels() {
    return isSequence() ? extents.get(1) : extents.getFirst();
  }

  /** Rows of an image, 1 for a vector or a sequence. */
  public int height() {
    return isImage() ? extents.get(1) : 1;
  }

  /** Columns of an image, tokens of a sequence, 1 for a vector. */
  public int width() {
    return isImage() ? extents.get(2) : isSequence() ? extents.getFirst() : 1;
  }

  /** Values of one sample. */
  public int size() {
    return extents.stream().reduce(1, Math::multiplyExact);
  }

  @Override
  public String toString() {
    return extents.stream().map(String::valueOf).collect(Collectors.joining(" x ", "{", "}"));
  }
}
