package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.codegen.GeneratedSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles generated sources in memory, every warning an error, and loads them. */
final class Sources {
  private static final List<String> OPTIONS =
      List.of("-Xlint:all,-incubating,-options", "-Werror", "-proc:none", "-Xdoclint:all,-missing");

  private final Map<String, byte[]> classes = new TreeMap<>();

  private Sources() {}

  static Sources compile(List<GeneratedSource> sources, boolean vector) {
    Sources compiled = new Sources();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options = new ArrayList<>(OPTIONS);
    if (vector) {
      Collections.addAll(options, "--add-modules", "jdk.incubator.vector");
    }
    try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<Text> texts = sources.stream().map(Text::new).toList();
      boolean clean = compiler.getTask(messages, compiled.new Memory(standard), null, options, null, texts).call();
      assertThat(clean).as(messages.toString()).isTrue();
      assertThat(messages.toString()).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compiled;
  }

  /** Bytes of every class file by binary name. */
  Map<String, byte[]> classes() {
    return classes;
  }

  Class<?> load(String name) {
    try {
      return new Loader().loadClass(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(GeneratedSource source) {
      super(URI.create("string:///" + encoded(source.qualifiedName()) + ".java"), Kind.SOURCE);
      this.text = source.text();
    }

    private static String encoded(String name) {
      StringBuilder path = new StringBuilder();
      name.replace('.', '/').codePoints().forEach(c -> path.append(
          c < 128 ? Character.toString(c) : java.net.URLEncoder.encode(Character.toString(c), StandardCharsets.UTF_8)));
      return path.toString();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    Memory(JavaFileManager standard) {
      super(standard);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///class"), kind) {
        @Override
        public OutputStream openOutputStream() {
          return new ByteArrayOutputStream() {
            @Override
            public void close() {
              classes.put(className, toByteArray());
            }
          };
        }
      };
    }
  }

  private final class Loader extends ClassLoader {
    Loader() {
      super(Sources.class.getClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
