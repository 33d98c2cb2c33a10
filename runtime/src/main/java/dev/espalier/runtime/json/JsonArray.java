package dev.espalier.runtime.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** A JSON array: elements in the order in which they were added. Not thread-safe. */
public final class JsonArray implements Json {
  private final List<Json> elements = new ArrayList<>();

  JsonArray() {}

  /**
   * Adds an element.
   *
   * @return this
   */
  public JsonArray add(Json value) {
    elements.add(Objects.requireNonNull(value, "value"));
    return this;
  }

  /** Adds a string. */
  public JsonArray add(String value) {
    return add(new Text(value));
  }

  /** Adds an integer. */
  public JsonArray add(long value) {
    return add(new Whole(value));
  }

  /** Adds a 64-bit number; it must be finite when the text is made. */
  public JsonArray add(double value) {
    return add(new Real(value));
  }

  /** Adds a 32-bit number; it must be finite when the text is made. */
  public JsonArray add(float value) {
    return add(new Single(value));
  }

  /** Adds true or false. */
  public JsonArray add(boolean value) {
    return add(new Truth(value));
  }

  List<Json> elements() {
    return Collections.unmodifiableList(elements);
  }

  @Override
  public String toString() {
    return text();
  }
}
