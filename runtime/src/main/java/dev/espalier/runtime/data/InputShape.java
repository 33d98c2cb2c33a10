package dev.espalier.runtime.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * An input by name, with its shape.
 *
 * @param name as the network's layers take it
 * @param shape {@code {features}} or {@code {channels, height, width}}; every extent at least 1, without the batch
 */
public record InputShape(String name, List<Integer> shape) {

  /** Checks the extents. */
  public InputShape {
    Objects.requireNonNull(name, "name");
    shape = List.copyOf(shape);
    long features = 1;
    for (int extent : shape) {
      if (extent < 1) {
        throw wrong(name, shape);
      }
      features = Math.multiplyExact(features, (long) extent);
    }
    if (shape.isEmpty() || features > Integer.MAX_VALUE) {
      throw wrong(name, shape);
    }
  }

  /** The input of the given name and extents. */
  public static InputShape of(String name, int... shape) {
    List<Integer> extents = new ArrayList<>(shape.length);
    for (int extent : shape) {
      extents.add(extent);
    }
    return new InputShape(name, extents);
  }

  /** Values of one sample. */
  public int features() {
    return shape.stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b);
  }

  /** The shape as the language writes it, such as {@code {1, 28, 28}}. */
  public String text() {
    return shape.stream().map(String::valueOf).collect(Collectors.joining(", ", "{", "}"));
  }

  private static DataException wrong(String name, List<Integer> shape) {
    return new DataException("input \"" + name + "\"",
        "a shape has at least one extent, each at least 1, of 2147483647 values at most, and " + shape + " was given",
        "give {features} or {channels, height, width}");
  }
}
