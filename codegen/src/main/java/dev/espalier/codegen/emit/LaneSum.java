package dev.espalier.codegen.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import javax.lang.model.element.Modifier;

/**
 * The sum of a vector's lanes as a method of the kernel's class: the lanes are stored and added one after the other.
 *
 * <p>{@code reduceLanes} leaves the order open, and the interpreter and C2 choose different ones; a run that is resumed in a
 * fresh JVM would then differ in the last bits. Adding rotated halves has an order of its own too, but is seven Vector API
 * calls a sum: a tile of eight sums was measured to pass C2's inlining budget and to allocate. This is one call.
 */
final class LaneSum {
  static final String METHOD = "sumOfLanes";

  /** The array that a method of the kernel stores vectors to, defined at its start. */
  static final String STORED = "storedLanes";

  private static final String FIELD = "STORED_LANES";
  private static final TypeName FLOATS = ArrayTypeName.of(TypeName.FLOAT);

  private LaneSum() {}

  static FieldSpec field() {
    ClassName local = ClassName.get(ThreadLocal.class);
    return FieldSpec.builder(
            ParameterizedTypeName.get(local, FLOATS), FIELD, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
        .addJavadoc("Where a thread stores a vector to add its lanes.\n")
        .initializer("$T.withInitial(() -> new float[STEP])", local)
        .build();
  }

  static CodeBlock start() {
    return CodeBlock.of("float[] $L = $L.get();\n", STORED, FIELD);
  }

  static MethodSpec method() {
    return MethodSpec.methodBuilder(METHOD)
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .addJavadoc("The sum of all lanes, first to last, whoever executes it.\n")
        .returns(TypeName.FLOAT)
        .addParameter(VectorTypes.FLOAT_VECTOR, "vector")
        .addParameter(FLOATS, STORED)
        .addStatement("vector.intoArray($L, 0)", STORED)
        .addStatement("float sum = $L[0]", STORED)
        .beginControlFlow("for (int lane = 1; lane < STEP; lane++)")
        .addStatement("sum += $L[lane]", STORED)
        .endControlFlow()
        .addStatement("return sum")
        .build();
  }
}
