package dev.espalier.runtime.memory;

/** A network at its batch needs more floats than one Java array can hold. */
public final class SlabTooLargeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  SlabTooLargeException(String message) {
    super(message);
  }
}
