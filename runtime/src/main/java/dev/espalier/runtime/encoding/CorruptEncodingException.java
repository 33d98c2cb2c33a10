package dev.espalier.runtime.encoding;

/**
 * An encoded tensor breaks a rule of its encoding. The text names the tensor, the place, the rule and what was found.
 */
public final class CorruptEncodingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CorruptEncodingException(String tensor, String place, String ruleAndFinding) {
    super("[Espalier/CorruptEncoding] " + tensor + ", " + place + ": " + ruleAndFinding
        + ".\n  Fix: restore the file from a good copy, or save the model again.");
  }
}
