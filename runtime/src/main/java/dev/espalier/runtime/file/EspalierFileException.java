package dev.espalier.runtime.file;

/**
 * A file could not be written, or is not what it should be. The text names the file, the place in it, the rule and what
 * was found, and the fix; {@link #reason} tells programs what to do.
 */
public final class EspalierFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Reason {
    /** The file is of another program: it does not begin as every Espalier file does. */
    NOT_ESPALIER,
    /** The file was written by an older or newer Espalier that used another format. */
    UNSUPPORTED_VERSION,
    /** The file is whole, but of another kind, e.g. a checkpoint where an artefact is expected. */
    WRONG_KIND,
    /** The file ends early. */
    TRUNCATED,
    /** A checksum, a size or an encoding in the file is wrong, or something follows its end. */
    CORRUPT,
    /** The file is whole, but belongs to another network. */
    MISMATCH,
    /** The file, or the directory to write it in, does not exist or is of another type. */
    NOT_FOUND,
    /** The file or its directory may not be read or written by this user. */
    NO_PERMISSION,
    /** The disk, or the user's share of it, is full. */
    DISK_FULL,
    /** The operating system refused for another reason, which the cause holds. */
    IO_FAILED
  }

  private final Reason reason;
  private final String file;

  /**
   * @param file the path, or what else names the source
   * @param finding the place, the rule and what was found, without a full stop
   * @param fix what the reader can do, without a full stop
   */
  public EspalierFileException(Reason reason, String file, String finding, String fix) {
    this(reason, file, finding, fix, null);
  }

  /** As above, with the cause, which may be null. */
  public EspalierFileException(Reason reason, String file, String finding, String fix, Throwable cause) {
    super("[Espalier/" + reason + "] " + file + ": " + finding + ".\n  Fix: " + fix + ".", cause);
    this.reason = reason;
    this.file = file;
  }

  public Reason reason() {
    return reason;
  }

  /** The path, or what else names the source. */
  public String file() {
    return file;
  }
}
