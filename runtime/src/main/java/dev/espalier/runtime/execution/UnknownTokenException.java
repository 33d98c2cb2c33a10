package dev.espalier.runtime.execution;

/** A token id that its embedding has no row for. */
public final class UnknownTokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownTokenException(float id, int rows, int token) {
    super("Token " + token + " of a sample has the id " + (id == Math.rint(id) ? Long.toString((long) id) : Float.toString(id))
        + ", and the embedding has rows for 0 to " + (rows - 1) + ".\n"
        + "  Fix: encode the text with the vocabulary that the network was made for, or declare a larger one; a place"
        + " without a token is -1.");
  }
}
