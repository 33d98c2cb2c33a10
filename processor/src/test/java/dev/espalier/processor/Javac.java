package dev.espalier.processor;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** The real compiler over sources in memory, with processors. */
final class Javac {
  /** The Vector API is visible, as the generated kernels want it. */
  static final List<String> VECTOR = List.of("--add-modules", "jdk.incubator.vector");

  private Javac() {}

  /** A source file; the name has the package's folders, such as {@code bad/Cycle.java}. */
  record Source(String name, String text) {}

  /**
   * What a compilation came to.
   *
   * @param messages in order, {@code line: kind: text}, with {@code -} for no line
   * @param generated generated sources by path
   */
  record Outcome(boolean success, List<Message> messages, Map<String, String> generated, Path classes) {
    /** The messages of this processor. */
    List<Message> espalier() {
      return messages.stream().filter(m -> m.text().startsWith("[Espalier/")).toList();
    }

    /** What others said, but for the note that an incubator module is in use. */
    List<Message> others() {
      return messages.stream()
          .filter(m -> !m.text().startsWith("[Espalier/") && !m.text().contains("incubating module"))
          .toList();
    }
  }

  /** A message; line is 0 where there is no place. */
  record Message(String file, long line, Diagnostic.Kind kind, String text) {
    @Override
    public String toString() {
      return (line == 0 ? "-" : "" + line) + ": " + kind.name().toLowerCase(Locale.ROOT) + ": " + text;
    }
  }

  /** Compiles; classes and sources go to a folder that exists. */
  static Outcome compile(Path folder, List<Source> sources, List<String> options, List<Processor> processors)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path generated = Files.createDirectories(folder.resolve("generated"));
    boolean success;
    try (StandardJavaFileManager files = compiler.getStandardFileManager(
        collector, Locale.ROOT, StandardCharsets.UTF_8)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      files.setLocationFromPaths(StandardLocation.SOURCE_OUTPUT, List.of(generated));
      List<String> all = new ArrayList<>(options);
      all.addAll(List.of("-Xlint:all", "-implicit:none"));
      List<JavaFileObject> objects = sources.stream().map(Javac::file).toList();
      JavaCompiler.CompilationTask task = compiler.getTask(new StringWriter(), files, collector, all, null, objects);
      task.setProcessors(processors);
      success = task.call();
    }
    List<Message> messages = collector.getDiagnostics().stream().map(Javac::message).toList();
    return new Outcome(success, messages, read(generated), classes);
  }

  private static Message message(Diagnostic<? extends JavaFileObject> d) {
    String file = d.getSource() == null ? "" : Path.of(d.getSource().getName()).getFileName().toString();
    long line = d.getLineNumber() == Diagnostic.NOPOS ? 0 : d.getLineNumber();
    return new Message(file, line, d.getKind(), d.getMessage(Locale.ROOT));
  }

  private static JavaFileObject file(Source source) {
    return new SimpleJavaFileObject(URI.create("string:///" + source.name()), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source.text();
      }
    };
  }

  private static Map<String, String> read(Path generated) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(generated)) {
      for (Path path : paths.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList()) {
        texts.put(generated.relativize(path).toString().replace('\\', '/'), Files.readString(path));
      }
    }
    return texts;
  }

  /** The sources of a folder of the test's resources, by name. */
  static List<Source> resources(String folder) throws IOException {
    try (Stream<Path> paths = Files.list(Path.of("src/test/resources", folder))) {
      List<Source> sources = new ArrayList<>();
      for (Path path : paths.filter(p -> p.toString().endsWith(".java")).sorted().toList()) {
        sources.add(new Source(folder + "/" + path.getFileName(), Files.readString(path)));
      }
      return sources;
    }
  }
}
