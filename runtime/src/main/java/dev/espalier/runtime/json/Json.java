package dev.espalier.runtime.json;

/**
 * A JSON value. Build a {@link JsonObject} or a {@link JsonArray} and ask it for its {@link #text()}.
 *
 * <p>Integers are printed exactly, {@code double} and {@code float} as the shortest decimal that reads back to the same
 * value of the same type. JSON has no NaN and no infinity: they are refused when the text is made, with their place.
 */
public sealed interface Json
    permits JsonObject, JsonArray, Json.Text, Json.Whole, Json.Real, Json.Single, Json.Truth, Json.Nothing {

  /** A string. */
  record Text(String value) implements Json {
    public Text {
      if (value == null) {
        throw new NullPointerException("A JSON string is not null; use JsonObject.putNull for a missing value.");
      }
    }
  }

  /** An integer. */
  record Whole(long value) implements Json {}

  /** A 64-bit number. */
  record Real(double value) implements Json {}

  /** A 32-bit number: 0.1f is printed as 0.1. */
  record Single(float value) implements Json {}

  /** true or false. */
  record Truth(boolean value) implements Json {}

  /** null. */
  record Nothing() implements Json {}

  /** An object without members yet. */
  static JsonObject object() {
    return new JsonObject();
  }

  /** An array without elements yet. */
  static JsonArray array() {
    return new JsonArray();
  }

  /**
   * The JSON text, without a line break at its end. Members and elements are indented by two spaces a level; an array
   * of scalars alone stands on one line.
   *
   * @throws JsonException when a number is NaN or infinite; the text names its place, such as {@code
   *     layers[2].sparsity}
   */
  default String text() {
    return new JsonPrinter(false).print(this);
  }

  /**
   * The same on one line: a line of JSON Lines.
   *
   * @throws JsonException as above
   */
  default String line() {
    return new JsonPrinter(true).print(this);
  }
}
