package dev.espalier.codegen.emit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.KernelSpec;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.lowered.LoweredKernel;
import dev.espalier.codegen.kernel.lowered.Lowering;
import dev.espalier.codegen.kernel.lowered.Offset;
import dev.espalier.codegen.kernel.lowered.Op;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/**
 * Emits a kernel as a final class with {@code static void run(float[] slab, int lanes, ...)}: after the slab and the
 * lanes one parameter for each buffer in declared order, an int offset into the slab for a LANED buffer, else its
 * array.
 *
 * <p>Portable code is the same register tile with numbers for vectors of one lane. Adding to the output line in an
 * inner loop over the lanes, which C2 could vectorise if the lines were arrays of their own, was measured slower (5.6 against
 * 6.5 GFLOP/s): it cannot prove that two lines of one slab do not overlap.
 */
public final class KernelEmitter {

  private static final ClassName GENERATED = ClassName.get("javax.annotation.processing", "Generated");

  private final Expressions expressions;
  private final int mostFloats;
  private boolean vectors;
  private boolean sumsLanes;

  private KernelEmitter(Target target) {
    this.expressions = new Expressions(target);
    this.mostFloats = target == Target.NARROW ? Stmt.Lanes.NARROW_VECTOR : Stmt.Lanes.LONGEST_VECTOR;
  }

  /**
   * A kernel as a file of its own.
   *
   * @throws dev.espalier.codegen.kernel.InvalidKernelException if the kernel breaks a rule of the IR
   */
  public static JavaFile emit(KernelSpec spec, Target target, String packageName, String className) {
    return JavaFile.builder(packageName, typeSpec(spec, target, className))
        .skipJavaLangImports(true)
        .indent("  ")
        .build();
  }

  /**
   * A kernel as a top-level class.
   *
   * @throws dev.espalier.codegen.kernel.InvalidKernelException if the kernel breaks a rule of the IR
   */
  public static TypeSpec typeSpec(KernelSpec spec, Target target, String className) {
    return new KernelEmitter(target).type(Lowering.lower(spec), className);
  }

  private TypeSpec type(LoweredKernel kernel, String className) {
    List<MethodSpec> methods = kernel.methods().stream().map(this::method).toList();
    TypeSpec.Builder type =
        TypeSpec.classBuilder(className)
            .addModifiers(Modifier.FINAL)
            .addAnnotation(AnnotationSpec.builder(GENERATED).addMember("value", "$S", "dev.espalier").build())
            .addJavadoc("$L", header(kernel));
    if (vectors) {
      species().forEach(type::addField);
    }
    if (sumsLanes) {
      type.addField(LaneSum.field()).addMethod(LaneSum.method());
    }
    return type.addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build())
        .addMethods(methods)
        .build();
  }

  private static String header(LoweredKernel kernel) {
    KernelSpec spec = kernel.spec();
    return code(spec.summary())
        + "\n\n<p>"
        + code(spec.formula())
        + "\n\n<p>Register tile: "
        + tile(kernel.schedule())
        + (kernel.schedule().equals(spec.schedule())
            ? ""
            : ", reduced from " + tile(spec.schedule()) + " to stay within HotSpot's limits")
        + ".\n";
  }

  /** Text that Javadoc leaves alone. */
  private static String code(String text) {
    String safe = text.replace("*/", "* /").replace("@", "(at)");
    long open = safe.chars().filter(c -> c == '{').count();
    long closed = safe.chars().filter(c -> c == '}').count();
    return "{@code " + (open == closed ? safe : safe.replace('{', '(').replace('}', ')')) + "}";
  }

  private static String tile(KernelSchedule schedule) {
    String factors =
        schedule.jams().stream()
            .filter(j -> j.factor() > 1)
            .map(j -> j.factor() + " " + j.var().name())
            .collect(Collectors.joining(" x "));
    return factors.isEmpty() ? "none" : factors;
  }

  private List<FieldSpec> species() {
    TypeName type = ParameterizedTypeName.get(VectorTypes.SPECIES, ClassName.get(Float.class));
    return List.of(
        FieldSpec.builder(type, "SPECIES", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc(mostFloats == Stmt.Lanes.LONGEST_VECTOR
                ? "The machine's widest vector, up to a line's unit of 16 floats.\n"
                : "The machine's widest vector, up to " + mostFloats + " floats.\n")
            .initializer(
                "$1T.SPECIES_PREFERRED.length() > $2L$W? $1T.SPECIES_$3L : $1T.SPECIES_PREFERRED",
                VectorTypes.FLOAT_VECTOR, mostFloats, mostFloats * Float.SIZE)
            .build(),
        FieldSpec.builder(int.class, "STEP", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc("Floats in a vector.\n")
            .initializer("SPECIES.length()")
            .build());
  }

  private MethodSpec method(LoweredKernel.Method method) {
    MethodSpec.Builder builder = MethodSpec.methodBuilder(method.name()).addModifiers(Modifier.STATIC);
    if (!method.name().equals(LoweredKernel.RUN)) {
      builder.addModifiers(Modifier.PRIVATE);
    }
    if (!method.note().isEmpty()) {
      builder.addJavadoc("$L.\n", Character.toUpperCase(method.note().charAt(0)) + method.note().substring(1));
    }
    for (LoweredKernel.Parameter parameter : method.parameters()) {
      TypeName type =
          switch (parameter.type()) {
            case INT -> TypeName.INT;
            case INT_ARRAY -> ArrayTypeName.of(TypeName.INT);
            case FLOAT_ARRAY -> ArrayTypeName.of(TypeName.FLOAT);
          };
      builder.addParameter(type, parameter.name());
    }
    CodeBlock body = block(method.body());
    if (expressions.takeSumsLanes()) {
      sumsLanes = true;
      builder.addCode(LaneSum.start());
    }
    return builder.addCode(body).build();
  }

  private CodeBlock block(List<Op> ops) {
    CodeBlock.Builder code = CodeBlock.builder();
    ops.forEach(op -> operation(op, code));
    return code.build();
  }

  private void operation(Op op, CodeBlock.Builder code) {
    switch (op) {
      case Op.DefineInt(String name, var value) -> code.add("int $L = $L;\n", name, expressions.offset(value));
      case Op.DefineValue(String name, var value) -> {
        boolean vector = expressions.isVector(value);
        vectors |= vector;
        TypeName type = vector ? VectorTypes.FLOAT_VECTOR : TypeName.FLOAT;
        code.add("$T $L = $L;\n", type, name, expressions.value(value));
      }
      case Op.SetValue(String name, var value) -> code.add("$L = $L;\n", name, expressions.value(value));
      case Op.Put(String array, var at, var value) -> {
        vectors |= expressions.isVector(value);
        code.add(
            expressions.isVector(value) ? "$3L.intoArray($1L, $2L);\n" : "$L[$L] = $L;\n",
            array,
            expressions.offset(at),
            expressions.value(value));
      }
      case Op.For loop -> loop(loop, code);
      case Op.Block(List<Op> body, String note) -> code.add("// $L\n{\n$>$L$<}\n", note, block(body));
      case Op.Call(String method, List<String> arguments) ->
          code.add("$L($L);\n", method, String.join(", ", arguments));
    }
  }

  private void loop(Op.For loop, CodeBlock.Builder code) {
    if (!loop.note().isEmpty()) {
      code.add("// $L\n", loop.note());
    }
    String counter = loop.counter();
    CodeBlock start =
        loop.from() == null ? CodeBlock.of("") : CodeBlock.of("int $L = $L", counter, expressions.offset(loop.from()));
    code.beginControlFlow(
        "for ($L; $L < $L; $L)", start, counter, expressions.offset(loop.limit()), advance(counter, loop.step()));
    code.add(block(loop.body()));
    for (Op.Advance running : loop.advances()) {
      code.add("$L;\n", advance(running.name(), running.by()));
    }
    code.endControlFlow();
  }

  private CodeBlock advance(String name, Offset.Sum by) {
    String step = expressions.offset(by).toString();
    return step.equals("1") ? CodeBlock.of("$L++", name) : CodeBlock.of("$L += $L", name, step);
  }
}
