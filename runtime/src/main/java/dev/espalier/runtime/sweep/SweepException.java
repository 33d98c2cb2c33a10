package dev.espalier.runtime.sweep;

/** A sweep did not come to its end; what finished stands in its file, and is not run again. */
public final class SweepException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private SweepException(String message) {
    super(message);
  }

  static SweepException failed(String file, int finished, int cells, Iterable<Failure> failures) {
    StringBuilder text = new StringBuilder(
        "The sweep of " + file + " finished " + finished + " of " + cells + " cells; others failed:");
    for (Failure failure : failures) {
      text.append("\n  ").append(failure.cell()).append(": ").append(failure.cause());
    }
    text.append("\n  Fix: correct their policies or settings and run it again; finished cells are not run again.");
    SweepException exception = new SweepException(text.toString());
    failures.forEach(failure -> exception.addSuppressed(failure.cause()));
    return exception;
  }

  static SweepException interrupted(String file, int finished, int cells) {
    return new SweepException("The sweep of " + file + " was interrupted with " + finished + " of " + cells
        + " cells finished.\n  Fix: run it again to go on; finished cells are not run again.");
  }

  /** A cell that threw. */
  record Failure(String cell, Throwable cause) {}
}
