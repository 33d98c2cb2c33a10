package dev.espalier.runtime.diagnostic;

/**
 * One thing that is wrong: a value that somebody else prints, at compile time at a line of source, at run time in an
 * exception.
 *
 * @param diagnostic the rule
 * @param message what was found, on both sides
 * @param fix what to do about it
 */
public record Problem(Diagnostic diagnostic, String message, String fix) {

  /** {@code [Espalier/Code] message}, then the fix on a line of its own. */
  public String text() {
    return "[Espalier/" + diagnostic.code() + "] " + message + "\n  Fix: " + fix;
  }

  /** Whether it stops the compiler. */
  public boolean isError() {
    return diagnostic.severity() == Severity.ERROR;
  }
}
