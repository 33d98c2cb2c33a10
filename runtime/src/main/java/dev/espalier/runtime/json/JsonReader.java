package dev.espalier.runtime.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strict reader: objects are maps, arrays lists, then strings, {@link BigDecimal}, booleans, null. Whatever RFC 8259
 * lacks is refused, and so is an object with two members of one name.
 */
public final class JsonReader {
  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]{4}");

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * The value that the text holds.
   *
   * @throws JsonException when it holds none, or more than one; the text names the place
   */
  public static Object read(String text) {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value();
    reader.blank();
    reader.require(reader.at == text.length(), "the end");
    return value;
  }

  private Object value() {
    blank();
    require(at < text.length(), "a value");
    return switch (text.charAt(at)) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<>();
    at++;
    if (!skip('}')) {
      do {
        blank();
        String key = string();
        require(skip(':'), "':'");
        require(!members.containsKey(key), "a new name, not '" + key + "'");
        members.put(key, value());
      } while (skip(','));
      require(skip('}'), "'}'");
    }
    return members;
  }

  private List<Object> array() {
    List<Object> elements = new ArrayList<>();
    at++;
    if (!skip(']')) {
      do {
        elements.add(value());
      } while (skip(','));
      require(skip(']'), "']'");
    }
    return elements;
  }

  private String string() {
    require(at < text.length() && text.charAt(at) == '"', "a string");
    StringBuilder out = new StringBuilder();
    for (at++; next() != '"'; at++) {
      char c = next();
      require(c >= 0x20, "an escaped control character");
      out.append(c == '\\' ? escape() : c);
    }
    at++;
    return out.toString();
  }

  /** The character here. */
  private char next() {
    require(at < text.length(), "the end of a string");
    return text.charAt(at);
  }

  private char escape() {
    at++;
    return switch (next()) {
      case '"' -> '"';
      case '\\' -> '\\';
      case '/' -> '/';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        Matcher digits = HEXADECIMAL.matcher(text).region(at + 1, text.length());
        require(digits.lookingAt(), "four hexadecimal digits");
        at += 4;
        yield (char) Integer.parseInt(digits.group(), 16);
      }
      default -> throw wanted("an escape that exists");
    };
  }

  private BigDecimal number() {
    Matcher matcher = NUMBER.matcher(text).region(at, text.length());
    require(matcher.lookingAt(), "a number");
    at = matcher.end();
    return new BigDecimal(matcher.group());
  }

  private Object word(String word, Object meaning) {
    require(text.startsWith(word, at), word);
    at += word.length();
    return meaning;
  }

  private boolean skip(char wanted) {
    blank();
    boolean found = at < text.length() && text.charAt(at) == wanted;
    at += found ? 1 : 0;
    return found;
  }

  private void blank() {
    while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void require(boolean condition, String wanted) {
    if (!condition) {
      throw wanted(wanted);
    }
  }

  private JsonException wanted(String wanted) {
    String found = at < text.length() ? "'" + text.substring(at, Math.min(at + 20, text.length())) + "'" : "its end";
    return new JsonException("character " + at, found, wanted + " is expected there", "correct or replace the text");
  }
}
