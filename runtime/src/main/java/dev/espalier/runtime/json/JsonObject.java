package dev.espalier.runtime.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A JSON object: members in the order in which they were put. Not thread-safe. */
public final class JsonObject implements Json {
  private final Map<String, Json> members = new LinkedHashMap<>();

  JsonObject() {}

  /**
   * Adds a member.
   *
   * @return this
   * @throws JsonException when there is a member of that name
   */
  public JsonObject put(String key, Json value) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, key);
    if (members.putIfAbsent(key, value) != null) {
      throw new JsonException(key, "put twice", "the names of an object's members differ",
          "put it once, or rename one");
    }
    return this;
  }

  /** Adds a string. */
  public JsonObject put(String key, String value) {
    return put(key, new Text(value));
  }

  /** Adds an integer. */
  public JsonObject put(String key, long value) {
    return put(key, new Whole(value));
  }

  /** Adds a 64-bit number; it must be finite when the text is made. */
  public JsonObject put(String key, double value) {
    return put(key, new Real(value));
  }

  /** Adds a 32-bit number; it must be finite when the text is made. */
  public JsonObject put(String key, float value) {
    return put(key, new Single(value));
  }

  /** Adds true or false. */
  public JsonObject put(String key, boolean value) {
    return put(key, new Truth(value));
  }

  /** Adds null. */
  public JsonObject putNull(String key) {
    return put(key, new Nothing());
  }

  Map<String, Json> members() {
    return Collections.unmodifiableMap(members);
  }

  @Override
  public String toString() {
    return text();
  }
}
