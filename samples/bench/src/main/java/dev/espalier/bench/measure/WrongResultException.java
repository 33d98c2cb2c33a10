package dev.espalier.bench.measure;

/** A result that differs from the reference: there is no figure for it. */
public final class WrongResultException extends Exception {
  private static final long serialVersionUID = 1L;

  WrongResultException(String message) {
    super(message);
  }
}
