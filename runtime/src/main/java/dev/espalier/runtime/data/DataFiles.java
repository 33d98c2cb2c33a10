package dev.espalier.runtime.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens data files, gzip or plain by their content, and says what went wrong with one. */
final class DataFiles {

  private static final int BUFFER = 1 << 16;

  private DataFiles() {}

  /** The content, unpacked where the file starts with gzip's magic bytes. */
  static InputStream open(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      raw.mark(2);
      boolean gzip = raw.read() == 0x1F && raw.read() == 0x8B;
      raw.reset();
      return gzip ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER) : raw;
    } catch (IOException | RuntimeException failed) {
      raw.close();
      throw failed;
    }
  }

  static DataException unreadable(Path file, IOException cause) {
    return switch (cause) {
      case NoSuchFileException _ ->
          new DataException(file.toString(), "the file does not exist", "give the path of an existing file", cause);
      case EOFException _ -> new DataException(file.toString(), "the gzip stream must be complete, and it is cut off",
          "fetch the file again", cause);
      case ZipException _ -> new DataException(file.toString(), "the gzip stream must be intact, and it is damaged ("
          + cause.getMessage() + ")", "fetch the file again", cause);
      default -> new DataException(file.toString(), "the file cannot be read (" + cause.getMessage() + ")",
          "check that it is a readable file", cause);
    };
  }
}
