package dev.espalier.codegen.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import dev.espalier.codegen.kernel.lowered.Value.SumElements;
import javax.lang.model.element.Modifier;

/**
 * The sum of a vector's lanes as a method of the kernel's class: the lanes are stored and added in the order of
 * {@link SumElements}.
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
    MethodSpec.Builder method = MethodSpec.methodBuilder(METHOD)
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .addJavadoc("The sum of all lanes, in one order whoever executes it: four sums of every fourth lane, then theirs.\n")
        .returns(TypeName.FLOAT)
        .addParameter(VectorTypes.FLOAT_VECTOR, "vector")
        .addParameter(FLOATS, STORED)
        .addStatement("vector.intoArray($L, 0)", STORED);
    for (int i = 0; i < SumElements.SUMS; i++) {
      method.addStatement("float sum$L = $L[$L]", i, STORED, i);
    }
    method.beginControlFlow("for (int lane = $L; lane < STEP; lane += $L)", SumElements.SUMS, SumElements.SUMS);
    method.addStatement("sum0 += $L[lane]", STORED);
    for (int i = 1; i < SumElements.SUMS; i++) {
      method.addStatement("sum$L += $L[lane + $L]", i, STORED, i);
    }
    return method.endControlFlow().addStatement("return (sum0 + sum1) + (sum2 + sum3)").build();
  }
}
