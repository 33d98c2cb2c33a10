package dev.espalier.codegen.layer;

import java.util.List;
import java.util.Map;

/**
 * A layer annotation as read from source, defaults included.
 *
 * @param kind the annotation's simple name, such as {@code Conv2d}
 * @param values element values by name: Integer, Double, Boolean, String (also for enum constants), List of Integer
 */
public record AnnotationElements(String kind, Map<String, Object> values) {

  public AnnotationElements {
    values = Map.copyOf(values);
  }

  /** An int element. */
  public int integer(String element) {
    return value(element, Integer.class);
  }

  /** A double element. */
  public double number(String element) {
    return value(element, Double.class);
  }

  /** A boolean element. */
  public boolean flag(String element) {
    return value(element, Boolean.class);
  }

  /** An int array element. */
  public List<Integer> integers(String element) {
    List<?> numbers = value(element, List.class);
    return numbers.stream().map(Integer.class::cast).toList();
  }

  /** An enum element. */
  public <E extends Enum<E>> E constant(String element, Class<E> type) {
    return Enum.valueOf(type, value(element, String.class));
  }

  private <T> T value(String element, Class<T> type) {
    Object value = values.get(element);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "@%s has no element %s of type %s; its elements are %s."
              .formatted(kind, element, type.getSimpleName(), values));
    }
    return type.cast(value);
  }
}
