package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javapoet.JavaFile;
import dev.espalier.codegen.kernel.Arguments;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Interpreter;
import dev.espalier.codegen.kernel.KernelSpec;
import dev.espalier.codegen.kernel.lowered.Cost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Emits kernels in both forms, compiles them in memory without a warning, and compares them with the interpreter. */
final class CompiledKernels {
  private static final String PACKAGE = "generated";

  private final List<JavaFileObject> sources = new ArrayList<>();
  private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();
  private final Map<String, KernelCase> cases = new LinkedHashMap<>();
  /** What the interpreter says, by case and lanes; the schedules of a case share it, and their sizes. */
  private final IdentityHashMap<Map<String, Integer>, Map<Integer, Arguments>> expectations = new IdentityHashMap<>();

  /** Emits a kernel in both forms. */
  void add(KernelCase kernel) {
    for (Target target : Target.values()) {
      String name = "Kernel" + cases.size();
      cases.put(name, kernel);
      JavaFile file = KernelEmitter.emit(kernel.spec(), target, PACKAGE, name);
      sources.add(new Source(name, file.toString()));
    }
  }

  /** Compiles all, and runs each on two awkward numbers of lanes, in turn 16 and 48 or 32 and 80. */
  void compareAllWithTheInterpreter() throws ReflectiveOperationException, IOException {
    compile();
    Loader loader = new Loader();
    int turn = 0;
    for (Map.Entry<String, KernelCase> entry : cases.entrySet()) {
      ByteArrayOutputStream bytes = classes.get(PACKAGE + "." + entry.getKey());
      withinLimits(entry.getValue().spec(), bytes.toByteArray());
      Class<?> compiled = loader.loadClass(PACKAGE + "." + entry.getKey());
      // Both forms of a kernel stand side by side and get the same lanes.
      for (int lanes : turn++ / 2 % 2 == 0 ? new int[] {16, 48} : new int[] {32, 80}) {
        compare(entry.getValue(), compiled, lanes);
      }
    }
  }

  private void compare(KernelCase kernel, Class<?> compiled, int lanes) throws ReflectiveOperationException {
    Inputs inputs = new Inputs(kernel, lanes);
    Arguments expected =
        expectations
            .computeIfAbsent(kernel.sizes(), _ -> new HashMap<>())
            .computeIfAbsent(
                lanes,
                _ -> {
                  Arguments arguments = inputs.forInterpreter();
                  Interpreter.run(kernel.spec(), arguments);
                  return arguments;
                });
    Method run =
        Arrays.stream(compiled.getDeclaredMethods()).filter(m -> m.getName().equals("run")).findFirst().orElseThrow();
    run.setAccessible(true);
    run.invoke(null, inputs.forMethod());
    equal(kernel, "slab", inputs.slab, expected.slab(), lanes);
    inputs.floats.forEach((name, array) -> equal(kernel, name, array, expected.floats().get(name), lanes));
  }

  /** Seeded random numbers for every buffer; two lines of the slab never belong to two buffers. */
  private static final class Inputs {
    final KernelCase kernel;
    final int lanes;
    final Map<String, Integer> bases = new LinkedHashMap<>();
    final Map<String, float[]> floats = new LinkedHashMap<>();
    final float[] slab;

    Inputs(KernelCase kernel, int lanes) {
      this.kernel = kernel;
      this.lanes = lanes;
      Random random = new Random(lanes);
      int lines = 1;
      for (Buffer buffer : kernel.spec().buffers()) {
        if (buffer.kind() == Buffer.Kind.LANED) {
          bases.put(buffer.name(), 12 + lines * lanes);
          lines += kernel.sizes().get(buffer.name()) + 1;
        } else if (buffer.kind() == Buffer.Kind.FLOATS) {
          floats.put(buffer.name(), random(random, kernel.sizes().get(buffer.name())));
        }
      }
      slab = random(random, 12 + lines * lanes);
    }

    Arguments forInterpreter() {
      Arguments arguments = Arguments.of(Arguments.widened(slab), lanes);
      for (Buffer buffer : kernel.spec().buffers()) {
        String name = buffer.name();
        arguments =
            switch (buffer.kind()) {
              case LANED -> arguments.base(name, bases.get(name));
              case FLOATS -> arguments.floats(name, Arguments.widened(floats.get(name)));
              case INTS -> arguments.ints(name, kernel.patterns().get(name));
            };
      }
      return arguments;
    }

    Object[] forMethod() {
      List<Object> arguments = new ArrayList<>(List.of(slab, lanes));
      for (Buffer buffer : kernel.spec().buffers()) {
        String name = buffer.name();
        arguments.add(
            switch (buffer.kind()) {
              case LANED -> bases.get(name);
              case FLOATS -> floats.get(name);
              case INTS -> kernel.patterns().get(name);
            });
      }
      return arguments.toArray();
    }
  }

  private static void equal(KernelCase kernel, String array, float[] actual, double[] expected, int lanes) {
    int terms = kernel.terms() * (array.equals("slab") ? 1 : lanes);
    for (int i = 0; i < actual.length; i++) {
      double tolerance = 1e-6 * (4 + terms) * (1 + Math.abs(expected[i]));
      if (!(Math.abs(actual[i] - expected[i]) <= tolerance)) {
        assertThat((double) actual[i])
            .as("%s, %s, lanes %d: %s[%d]", kernel.spec().name(), kernel.spec().schedule(), lanes, array, i)
            .isEqualTo(expected[i]);
      }
    }
  }

  private static float[] random(Random random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }

  private static void withinLimits(KernelSpec spec, byte[] classFile) {
    for (MethodModel method : ClassFile.of().parse(classFile).methods()) {
      CodeAttribute code = (CodeAttribute) method.code().orElseThrow();
      assertThat(code.codeLength())
          .as("bytes of %s of %s", method.methodName(), spec.name())
          .isLessThanOrEqualTo(Cost.MAX_BYTES);
      int multiplyAdds = 0;
      for (CodeElement element : code) {
        if (element instanceof FieldInstruction field && field.name().equalsString("FMA")) {
          multiplyAdds++;
        }
      }
      assertThat(multiplyAdds)
          .as("multiply-adds of %s of %s", method.methodName(), spec.name())
          .isLessThanOrEqualTo(Cost.MAX_MULTIPLY_ADDS);
    }
  }

  private void compile() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of("-Xlint:all,-incubating", "-Werror", "-proc:none", "--add-modules", "jdk.incubator.vector");
      boolean clean = compiler.getTask(messages, new Memory(standard), null, options, null, sources).call();
      assertThat(clean).as(messages.toString()).isTrue();
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + PACKAGE + "/" + name + ".java"), Kind.SOURCE);
      this.text = text;
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
      return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/') + ".class"), kind) {
        @Override
        public OutputStream openOutputStream() {
          return classes.computeIfAbsent(className, _ -> new ByteArrayOutputStream());
        }
      };
    }
  }

  private final class Loader extends ClassLoader {
    @Override
    protected Class<?> findClass(String name) {
      byte[] bytes = classes.get(name).toByteArray();
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
