package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javapoet.JavaFile;
import dev.espalier.codegen.bytecode.BakedKernel;
import dev.espalier.codegen.bytecode.BoundArrays;
import dev.espalier.codegen.bytecode.BytecodeEmitter;
import dev.espalier.codegen.bytecode.KernelLoader;
import dev.espalier.codegen.kernel.Arguments;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Interpreter;
import dev.espalier.codegen.kernel.KernelSpec;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Walk;
import dev.espalier.codegen.kernel.lowered.Cost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
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
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.CheckClassAdapter;

/**
 * Emits kernels in both forms, as source, which is compiled in memory without a warning, and as bytecode, and compares
 * all of them with the interpreter.
 */
final class CompiledKernels {
  private static final String PACKAGE = "generated";

  /** A kernel in one form, compiled from source under this name. */
  private record Emitted(KernelCase kernel, Target target, String name) {}

  /** Something that computes what the kernel says. */
  private interface Form {
    void run(Inputs inputs) throws ReflectiveOperationException;
  }

  private final List<JavaFileObject> sources = new ArrayList<>();
  private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();
  private final List<Emitted> all = new ArrayList<>();
  private final Map<String, byte[]> bytecode = new HashMap<>();
  /** What the interpreter says, by case and lanes; the schedules of a case share it, and their sizes. */
  private final IdentityHashMap<Map<String, Integer>, Map<Integer, Arguments>> expectations = new IdentityHashMap<>();

  /** Emits a kernel in both forms. */
  void add(KernelCase kernel) {
    for (Target target : Target.values()) {
      String name = PACKAGE + ".Kernel" + all.size();
      all.add(new Emitted(kernel, target, name));
      JavaFile file = KernelEmitter.emit(kernel.spec(), target, PACKAGE, name.substring(PACKAGE.length() + 1));
      sources.add(new Source(name, file.toString()));
    }
  }

  /** Compiles and loads all, and runs each on two awkward numbers of lanes, in turn 16 and 48 or 32 and 80. */
  void compareAllWithTheInterpreter() throws ReflectiveOperationException, IOException {
    compile();
    Loader loader = new Loader();
    int turn = 0;
    for (Emitted emitted : all) {
      // Both forms of a kernel stand side by side and get the same lanes.
      int[] lanes = turn++ / 2 % 2 == 0 ? new int[] {16, 48} : new int[] {32, 80};
      compareBytecode(emitted, compareSource(emitted, loader, lanes));
    }
  }

  /** After the comparison above: the two emitters differ in nothing, where javac folds no constants. */
  void compareBytecodeWithJavac() {
    for (Emitted emitted : all) {
      assertThat(Disassembly.staticMethods(bytecode.get(emitted.name())))
          .as("%s, %s, %s", emitted.kernel().spec().name(), emitted.kernel().spec().schedule(), emitted.target())
          .isEqualTo(Disassembly.staticMethods(classes.get(emitted.name()).toByteArray()));
    }
  }

  /** What the compiled source makes of each number of lanes. */
  private List<Inputs> compareSource(Emitted emitted, Loader loader, int... lanes) throws ReflectiveOperationException {
    KernelCase kernel = emitted.kernel();
    withinLimits(kernel.spec(), classes.get(emitted.name()).toByteArray());
    Class<?> compiled = loader.loadClass(emitted.name());
    Method run =
        Arrays.stream(compiled.getDeclaredMethods()).filter(m -> m.getName().equals("run")).findFirst().orElseThrow();
    run.setAccessible(true);
    List<Inputs> results = new ArrayList<>();
    for (int each : lanes) {
      Inputs inputs = new Inputs(kernel, each);
      compare(kernel, emitted.target() + " source", inputs, i -> run.invoke(null, i.forMethod()));
      results.add(inputs);
    }
    return results;
  }

  /** With the interpreter, and bit for bit with the compiled source. */
  private void compareBytecode(Emitted emitted, List<Inputs> fromSource) throws ReflectiveOperationException {
    KernelCase kernel = emitted.kernel();
    KernelSpec spec = kernel.spec();
    byte[] classFile = BytecodeEmitter.emit(spec, emitted.target());
    bytecode.put(emitted.name(), classFile);
    verify(spec, classFile);
    withinLimits(spec, classFile);
    BakedKernel loaded = KernelLoader.define(spec, classFile, BoundArrays.NONE);
    for (Inputs source : fromSource) {
      Inputs inputs = new Inputs(kernel, source.lanes);
      compare(kernel, emitted.target() + " bytecode", inputs, i -> i.pass(loaded, BoundArrays.NONE));
      inputs.sameBitsAs(source);
    }
    Inputs inputs = new Inputs(kernel, fromSource.getFirst().lanes);
    BoundArrays bound = inputs.bound();
    byte[] boundFile = BytecodeEmitter.emit(spec, emitted.target(), bound);
    verify(spec, boundFile);
    withinLimits(spec, boundFile);
    assertThat(Disassembly.staticMethods(boundFile)).isEqualTo(Disassembly.staticMethods(classFile));
    BakedKernel baked = KernelLoader.define(spec, boundFile, bound);
    compare(kernel, emitted.target() + " bytecode with class data", inputs, i -> i.pass(baked, bound));
    inputs.sameBitsAs(fromSource.getFirst());
  }

  private static void verify(KernelSpec spec, byte[] classFile) {
    StringWriter errors = new StringWriter();
    CheckClassAdapter.verify(
        new ClassReader(classFile), CompiledKernels.class.getClassLoader(), false, new PrintWriter(errors));
    assertThat(errors.toString()).as("what the verifier says of %s", spec.name()).isEmpty();
  }

  private void compare(KernelCase kernel, String form, Inputs inputs, Form run) throws ReflectiveOperationException {
    Arguments expected =
        expectations
            .computeIfAbsent(kernel.sizes(), _ -> new HashMap<>())
            .computeIfAbsent(
                inputs.lanes,
                _ -> {
                  Arguments arguments = inputs.forInterpreter();
                  Interpreter.run(kernel.spec(), arguments);
                  return arguments;
                });
    run.run(inputs);
    equal(kernel, form + ", slab", inputs.slab, expected.slab(), inputs.lanes, kernel.terms());
    int terms = kernel.terms() * inputs.lanes;
    inputs.floats.forEach(
        (name, array) -> equal(kernel, form + ", " + name, array, expected.floats().get(name), inputs.lanes, terms));
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

    /** The contents of an INTS buffer: lines, times the lanes where the kernel takes them as floats. */
    private int[] pattern(Buffer buffer) {
      int[] lines = kernel.patterns().get(buffer.name());
      boolean[] floats = {false};
      Walk.statements(
          kernel.spec().body(),
          s -> floats[0] |= s instanceof Stmt.Index index && index.ints().equals(buffer) && index.floats());
      return floats[0] ? Arrays.stream(lines).map(line -> line * lanes).toArray() : lines;
    }

    Arguments forInterpreter() {
      Arguments arguments = Arguments.of(Arguments.widened(slab), lanes);
      for (Buffer buffer : kernel.spec().buffers()) {
        String name = buffer.name();
        arguments =
            switch (buffer.kind()) {
              case LANED -> arguments.base(name, bases.get(name));
              case FLOATS -> arguments.floats(name, Arguments.widened(floats.get(name)));
              case INTS -> arguments.ints(name, pattern(buffer));
              case COUNT -> arguments.count(name, kernel.sizes().get(name));
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
              case INTS -> pattern(buffer);
              case COUNT -> kernel.sizes().get(name);
            });
      }
      return arguments.toArray();
    }

    void sameBitsAs(Inputs other) {
      assertThat(Arrays.equals(slab, other.slab))
          .as("same slab for %s, lanes %d", kernel.spec().name(), lanes)
          .isTrue();
      floats.forEach(
          (name, array) ->
              assertThat(Arrays.equals(array, other.floats.get(name)))
                  .as("same %s for %s, lanes %d", name, kernel.spec().name(), lanes)
                  .isTrue());
    }

    /** All patterns, and some of the other arrays. */
    BoundArrays bound() {
      BoundArrays bound = BoundArrays.NONE;
      for (Buffer buffer : kernel.spec().buffers()) {
        int bindable = bound.floats().size() + bound.ints().size();
        bound =
            switch (buffer.kind()) {
              case LANED, COUNT -> bound;
              case FLOATS -> bindable % 2 == 0 ? bound.with(buffer.name(), floats.get(buffer.name())) : bound;
              case INTS -> bound.with(buffer.name(), pattern(buffer));
            };
      }
      return bound;
    }

    /** Runs a loaded kernel, which needs no arguments for what it is bound to. */
    void pass(BakedKernel loaded, BoundArrays bound) {
      List<Integer> at = new ArrayList<>();
      List<float[]> numbers = new ArrayList<>();
      List<int[]> patterns = new ArrayList<>();
      for (Buffer buffer : kernel.spec().buffers()) {
        if (bound.names().contains(buffer.name())) {
          continue;
        }
        switch (buffer.kind()) {
          case LANED -> at.add(bases.get(buffer.name()));
          case FLOATS -> numbers.add(floats.get(buffer.name()));
          case INTS -> patterns.add(pattern(buffer));
          case COUNT -> at.add(kernel.sizes().get(buffer.name()));
        }
      }
      loaded.run(
          slab,
          lanes,
          at.stream().mapToInt(Integer::intValue).toArray(),
          numbers.toArray(float[][]::new),
          patterns.toArray(int[][]::new));
    }
  }

  private static void equal(
      KernelCase kernel, String array, float[] actual, double[] expected, int lanes, int terms) {
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
      super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
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
