package dev.espalier.runtime.file;

import dev.espalier.runtime.file.EspalierFileException.Reason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Turns what the operating system refuses into a reason and a fix. */
final class IoFailures {
  // The text of a full disk is translated on some systems; the space that is left is not.
  private static final long FULL_BELOW_BYTES = 1 << 12;

  private IoFailures() {}

  static EspalierFileException writing(Path path, Path directory, IOException e) {
    String file = path.toString();
    if (isFull(directory, e)) {
      return new EspalierFileException(Reason.DISK_FULL, file,
          "the disk of " + directory + " is full, the old file is kept",
          "free space there, or save to another disk", e);
    }
    if (e instanceof AccessDeniedException || !Files.isWritable(directory)) {
      return new EspalierFileException(Reason.NO_PERMISSION, file, "this user may not write to " + directory,
          "allow it, or save to another directory", e);
    }
    if (e instanceof AtomicMoveNotSupportedException) {
      return new EspalierFileException(Reason.IO_FAILED, file, "the file system of " + directory
          + " cannot replace a file in one step", "save to a local disk and copy the file from there", e);
    }
    return new EspalierFileException(Reason.IO_FAILED, file, "writing failed, the old file is kept: " + e,
        "remove the cause that the system names, and save again", e);
  }

  static EspalierFileException reading(Path path, IOException e) {
    String file = path.toString();
    if (Files.isDirectory(path)) {
      return new EspalierFileException(Reason.NOT_FOUND, file, "a file is to be read here, but this is a directory",
          "add the file name to the path", e);
    }
    if (Files.exists(path) && !Files.isReadable(path)) {
      return new EspalierFileException(Reason.NO_PERMISSION, file, "this user may not read it",
          "allow it, or read a copy", e);
    }
    if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
      return new EspalierFileException(Reason.NOT_FOUND, file, "there is no such file, looking from "
          + Path.of("").toAbsolutePath(), "correct the path, or save the file first", e);
    }
    return reading(file, e);
  }

  static EspalierFileException reading(String source, IOException e) {
    return new EspalierFileException(Reason.IO_FAILED, source, "reading failed: " + e,
        "remove the cause that the system names, and read again", e);
  }

  private static boolean isFull(Path directory, IOException e) {
    String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (text.contains("no space left") || text.contains("not enough space") || text.contains("quota exceeded")) {
      return true;
    }
    try {
      return Files.getFileStore(directory).getUsableSpace() < FULL_BELOW_BYTES;
    } catch (IOException unknown) {
      return false;
    }
  }
}
