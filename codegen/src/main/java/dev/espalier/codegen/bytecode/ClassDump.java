package dev.espalier.codegen.bytecode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * Writes class files for people who want to read them with {@code javap}, where the system property {@value #PROPERTY}
 * names a directory. A file's name is the class's and a checksum of its bytes: the same class is the same file.
 */
final class ClassDump {

  static final String PROPERTY = "espalier.dump";

  private ClassDump() {}

  /**
   * Writes a class file, if that is asked for.
   *
   * @throws UncheckedIOException if the directory cannot be made or written to
   */
  static void write(String simpleName, byte[] classFile) {
    String directory = System.getProperty(PROPERTY, "");
    if (directory.isBlank()) {
      return;
    }
    CRC32 checksum = new CRC32();
    checksum.update(classFile);
    Path file = Path.of(directory, String.format(Locale.ROOT, "%s-%08x.class", simpleName, checksum.getValue()));
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, classFile);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The class file " + file + " could not be written: " + e.getMessage() + ".\n  Fix: let -D" + PROPERTY
              + " name a directory that can be written to, or leave it away.",
          e);
    }
  }
}
