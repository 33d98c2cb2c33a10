package dev.espalier.runtime.json;

import java.util.List;
import java.util.Map;

/** Prints one value; {@code place} is the way to what is being printed. */
final class JsonPrinter {
  private final StringBuilder out = new StringBuilder();
  private final boolean oneLine;

  JsonPrinter(boolean oneLine) {
    this.oneLine = oneLine;
  }

  String print(Json value) {
    print(value, "", 0);
    return out.toString();
  }

  private void print(Json value, String place, int depth) {
    switch (value) {
      case JsonObject object -> printObject(object.members(), place, depth);
      case JsonArray array -> printArray(array.elements(), place, depth);
      case Json.Text(String text) -> quote(text);
      case Json.Whole(long number) -> out.append(number);
      case Json.Real(double number) -> out.append(finite(number, place));
      case Json.Single(float number) -> {
        finite(number, place);
        out.append(number);
      }
      case Json.Truth(boolean truth) -> out.append(truth);
      case Json.Nothing() -> out.append("null");
    }
  }

  private void printObject(Map<String, Json> members, String place, int depth) {
    if (members.isEmpty()) {
      out.append("{}");
      return;
    }
    out.append('{');
    String separator = "";
    String next = oneLine ? ", " : ",";
    for (Map.Entry<String, Json> member : members.entrySet()) {
      out.append(separator);
      breakLine(depth + 1);
      quote(member.getKey());
      out.append(": ");
      print(member.getValue(), place.isEmpty() ? member.getKey() : place + "." + member.getKey(), depth + 1);
      separator = next;
    }
    breakLine(depth);
    out.append('}');
  }

  private void printArray(List<Json> elements, String place, int depth) {
    boolean scalars = elements.stream().noneMatch(e -> e instanceof JsonObject || e instanceof JsonArray);
    out.append('[');
    for (int i = 0; i < elements.size(); i++) {
      if (!scalars && !oneLine) {
        out.append(i == 0 ? "" : ",");
        breakLine(depth + 1);
      } else if (i > 0) {
        out.append(", ");
      }
      print(elements.get(i), place + "[" + i + "]", depth + 1);
    }
    if (!scalars) {
      breakLine(depth);
    }
    out.append(']');
  }

  private void breakLine(int depth) {
    if (oneLine) {
      return;
    }
    out.append('\n').repeat("  ", depth);
  }

  private static double finite(double number, String place) {
    if (!Double.isFinite(number)) {
      throw new JsonException(place, String.valueOf(number), "JSON has no such number", "leave it out, or put null");
    }
    return number;
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7F || isLoneSurrogate(text, i)) {
            out.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** Half of a pair alone has no UTF-8 form: written as it is, a file would not read back. */
  private static boolean isLoneSurrogate(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
