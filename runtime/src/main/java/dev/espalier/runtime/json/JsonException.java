package dev.espalier.runtime.json;

/**
 * A value cannot be written as JSON, or a text read as it. The text names its place, the rule, what was found and the
 * fix.
 */
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JsonException(String place, String found, String rule, String fix) {
    super("[Espalier/NotJson] '" + place + "' is " + found + "; " + rule + ".\n  Fix: " + fix + ".");
  }
}
