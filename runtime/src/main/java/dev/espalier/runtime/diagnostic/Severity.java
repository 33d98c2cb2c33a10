package dev.espalier.runtime.diagnostic;

/** What the compiler does about a problem. */
public enum Severity {
  /** Nothing is generated. */
  ERROR,
  /** Printed; the code is generated. */
  WARNING,
  /** Printed as information. */
  NOTE
}
