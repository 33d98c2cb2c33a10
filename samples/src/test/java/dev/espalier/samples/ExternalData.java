package dev.espalier.samples;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Real data sets for tests, found as the runtime's tests find theirs: in the directory that the system property or
 * environment variable {@code espalier.data} names, else in {@code ../shared/data} beside the project. Without it the
 * test is skipped and says why.
 */
final class ExternalData {

  private ExternalData() {}

  static Path find(String relative) {
    String named = System.getProperty("espalier.data", System.getenv("espalier.data"));
    Path directory = named != null ? Path.of(named) : projectRoot().resolve("../shared/data");
    Path found = directory.resolve(relative);
    return Files.exists(found)
        ? found
        : abort("No " + relative + " in " + directory.normalize() + "; name a directory with -Despalier.data=DIR.");
  }

  private static Path projectRoot() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory.getParent() != null && !Files.exists(directory.resolve("mvnw"))) {
      directory = directory.getParent();
    }
    return directory;
  }
}
