package dev.espalier.codegen.ir;

import java.util.List;
import java.util.stream.Collectors;

/** The shape of a value without the batch: {@code {features}} or {@code {channels, height, width}}. */
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

  /** Features of a vector, channels of an image. */
  public int channels() {
    return extents.getFirst();
  }

  /** Rows of an image, 1 for a vector. */
  public int height() {
    return isImage() ? extents.get(1) : 1;
  }

  /** Columns of an image, 1 for a vector. */
  public int width() {
    return isImage() ? extents.get(2) : 1;
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
