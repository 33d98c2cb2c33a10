package dev.espalier.codegen.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * The sum of a vector's lanes as a method of the kernel's class: halves are added to halves in an order of our own.
 * {@code reduceLanes} leaves the order open, and the interpreter and C2 choose different ones; a run that is resumed in a
 * fresh JVM would then differ in the last bits.
 */
final class LaneSum {
  static final String METHOD = "sumOfLanes";

  private static final List<Integer> DISTANCES = List.of(8, 4, 2, 1);

  private LaneSum() {}

  /** Rotations by half a vector, a quarter, and so on. */
  static List<FieldSpec> fields() {
    TypeName type = ParameterizedTypeName.get(VectorTypes.SHUFFLE, ClassName.get(Float.class));
    List<FieldSpec> fields = new ArrayList<>();
    for (int distance : DISTANCES) {
      fields.add(
          FieldSpec.builder(type, "ROTATE_" + distance, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
              .initializer("$T.iota(SPECIES, $L, 1, true)", VectorTypes.SHUFFLE, distance)
              .build());
    }
    return fields;
  }

  static MethodSpec method() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(METHOD)
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .addJavadoc("The sum of all lanes, in the same order whoever executes it.\n")
            .returns(TypeName.FLOAT)
            .addParameter(VectorTypes.FLOAT_VECTOR, "lanes")
            .addStatement("$T sum = lanes", VectorTypes.FLOAT_VECTOR);
    for (int distance : DISTANCES) {
      method
          .beginControlFlow("if (STEP > $L)", distance)
          .addStatement("sum = sum.add(sum.rearrange(ROTATE_$L))", distance)
          .endControlFlow();
    }
    return method.addStatement("return sum.lane(0)").build();
  }
}
