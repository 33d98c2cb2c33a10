package dev.espalier.runtime.execution;

import dev.espalier.runtime.file.AtomicFile;
import dev.espalier.runtime.file.EspalierFileException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * The rates of this machine, from a file that a measurement left.
 *
 * <p>The file is a text of names and numbers. It counts on the machine, with the Java version and the kernels that it was
 * made with alone; a damaged or foreign one is as good as none, and the next measurement replaces it.
 */
public final class MachineRates {

  /**
   * The system property that says where rates come from: {@code auto} (a file in the user's cache directory, measured
   * once a machine), {@code off} (built-in rates; no file is read or written), or another file.
   */
  public static final String PROPERTY = "espalier.calibration";

  private static final System.Logger LOGGER = System.getLogger(MachineRates.class.getName());
  private static final String MACHINE = "machine";

  /** Raised when kernels become faster or slower: rates of earlier ones are as foreign as those of another machine. */
  private static final int KERNELS = 2;

  private static FormRates measured;

  private MachineRates() {}

  /** The rates to choose by: measured ones where there are any, else those that are built in. */
  public static FormRates current() {
    return find().orElse(FormRates.BUILT_IN);
  }

  /** Whether a measurement is wanted: it is not switched off, and there is none. */
  public static boolean areMissing() {
    return !wanted().equals("off") && find().isEmpty();
  }

  private static synchronized Optional<FormRates> find() {
    if (wanted().equals("off")) {
      return Optional.empty();
    }
    if (measured == null || !measured.source().equals(source(file()))) {
      measured = read(file()).orElse(null);
    }
    return Optional.ofNullable(measured);
  }

  /** Keeps what was measured, in the file where that can be, else for this process. */
  public static synchronized void keep(FormRates rates) {
    Path file = file();
    Properties properties = rates.properties();
    properties.setProperty(MACHINE, machine());
    StringWriter text = new StringWriter();
    try {
      properties.store(text, "What kernels cost here, in nanoseconds. Delete it to have it measured again.");
      Files.createDirectories(file.toAbsolutePath().getParent());
      AtomicFile.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException | EspalierFileException unwritable) {
      LOGGER.log(System.Logger.Level.DEBUG, "Rates are kept for this process alone: " + unwritable.getMessage());
    }
    measured = FormRates.of(properties, source(file));
  }

  private static Optional<FormRates> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
      return machine().equals(properties.getProperty(MACHINE))
          ? Optional.of(FormRates.of(properties, source(file))) : Optional.empty();
    } catch (IOException | IllegalArgumentException damaged) {
      LOGGER.log(System.Logger.Level.DEBUG, "Rates in " + file + " are passed over: " + damaged.getMessage());
      return Optional.empty();
    }
  }

  private static String source(Path file) {
    return "the rates measured into " + file;
  }

  private static String wanted() {
    String wanted = System.getProperty(PROPERTY, "auto").strip();
    String lower = wanted.toLowerCase(Locale.ROOT);
    return lower.equals("auto") || lower.equals("off") ? lower : wanted;
  }

  private static Path file() {
    String wanted = wanted();
    if (!wanted.equals("auto")) {
      try {
        return Path.of(wanted);
      } catch (InvalidPathException wrong) {
        throw new IllegalArgumentException("System property " + PROPERTY + " is '" + wanted
            + "', which is no file name.\n  Fix: use auto, off, or a file.", wrong);
      }
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    Path directory = cache == null || cache.isBlank()
        ? Path.of(System.getProperty("user.home", "."), ".cache") : Path.of(cache);
    return directory.resolve("espalier").resolve("rates.properties");
  }

  /** What another machine, Java or version of the kernels would have otherwise. */
  private static String machine() {
    return String.join(", ", System.getProperty("os.arch"), System.getProperty("java.vm.version"), processor(),
        "kernels " + KERNELS);
  }

  /** The processor's name where the system tells it. */
  private static String processor() {
    Path file = Path.of("/proc/cpuinfo");
    if (Files.isReadable(file)) {
      try {
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
          if (line.startsWith("model name")) {
            return line.substring(line.indexOf(':') + 1).strip();
          }
        }
      } catch (IOException unreadable) {
        LOGGER.log(System.Logger.Level.DEBUG, "The processor's name cannot be read: " + unreadable.getMessage());
      }
    }
    return "processor " + System.getProperty("os.name");
  }
}
