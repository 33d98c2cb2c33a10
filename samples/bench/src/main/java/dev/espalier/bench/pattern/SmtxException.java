package dev.espalier.bench.pattern;

import java.nio.file.Path;

/** A file that is no .smtx. The text gives the file, the place and what was found. */
public final class SmtxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SmtxException(Path file, String found) {
    super(file + ": " + found + ".");
  }

  SmtxException(Path file, String found, Throwable cause) {
    super(file + ": " + found + ".", cause);
  }
}
