package dev.espalier.bench.own;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.processing.Processor;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles generated sources in memory and loads them. */
final class MemoryCompiler {

  private MemoryCompiler() {}

  /**
   * Compiles classes of one package together.
   *
   * @param sources text by qualified class name
   * @param processors annotation processors, which may write sources
   * @throws IllegalStateException with the compiler's messages where it refuses
   */
  static ClassLoader compile(Map<String, String> sources, List<? extends Processor> processors) {
    Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    StringWriter messages = new StringWriter();
    List<Source> files = sources.entrySet().stream().map(s -> new Source(s.getKey(), s.getValue())).toList();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        Memory memory = new Memory(standard, classes)) {
      List<String> options = List.of(
          processors.isEmpty() ? "-proc:none" : "-proc:full", "-Xlint:-incubating", "--add-modules",
          "jdk.incubator.vector");
      JavaCompiler.CompilationTask task = compiler.getTask(messages, memory, null, options, null, files);
      if (!processors.isEmpty()) {
        task.setProcessors(processors);
      }
      if (!task.call()) {
        throw new IllegalStateException("The generated code does not compile:\n" + messages);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("Files in memory cannot be closed.", impossible);
    }
    return new Loader(classes);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("memory:///" + name.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes;

    Memory(JavaFileManager standard, Map<String, ByteArrayOutputStream> classes) {
      super(standard);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      if (kind == JavaFileObject.Kind.SOURCE) {
        return new Generated(className);
      }
      return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/') + kind.extension), kind) {
        @Override
        public OutputStream openOutputStream() {
          return classes.computeIfAbsent(className, _ -> new ByteArrayOutputStream());
        }
      };
    }
  }

  /** A source that a processor writes and the compiler then reads. */
  private static final class Generated extends SimpleJavaFileObject {
    private final StringWriter text = new StringWriter();

    Generated(String name) {
      super(URI.create("memory:///" + name.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
    }

    @Override
    public Writer openWriter() {
      return text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text.toString();
    }
  }

  private static final class Loader extends ClassLoader {
    private final Map<String, ByteArrayOutputStream> classes;

    Loader(Map<String, ByteArrayOutputStream> classes) {
      super(MemoryCompiler.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (!classes.containsKey(name)) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = classes.get(name).toByteArray();
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
