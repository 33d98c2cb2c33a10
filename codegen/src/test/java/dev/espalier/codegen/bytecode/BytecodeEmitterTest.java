package dev.espalier.codegen.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.codegen.emit.Target;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a class file holds; what it computes, and the limits of its methods, are tested beside the other emitter. */
class BytecodeEmitterTest {

  private static final BoundArrays PATTERN =
      BoundArrays.NONE.with("pointers", SparseRow.POINTERS).with("columns", SparseRow.COLUMNS);

  @Test
  void emittingTwiceGivesTheSameBytes() {
    for (Target target : Target.values()) {
      assertThat(BytecodeEmitter.emit(SparseRow.SPEC, target)).isEqualTo(BytecodeEmitter.emit(SparseRow.SPEC, target));
      assertThat(BytecodeEmitter.emit(SparseRow.SPEC, target, PATTERN))
          .isEqualTo(BytecodeEmitter.emit(SparseRow.SPEC, target, PATTERN));
    }
  }

  @Test
  void theContentsOfBoundArraysAreNoPartOfTheClass() {
    BoundArrays other = BoundArrays.NONE.with("columns", new int[] {1}).with("pointers", new int[] {0, 1});
    assertThat(BytecodeEmitter.emit(SparseRow.SPEC, Target.PORTABLE, PATTERN))
        .isEqualTo(BytecodeEmitter.emit(SparseRow.SPEC, Target.PORTABLE, other));
  }

  @Test
  void theClassIsNamedAfterTheKernel() {
    ClassModel model = ClassFile.of().parse(BytecodeEmitter.emit(SparseRow.SPEC, Target.VECTOR));
    assertThat(model.thisClass().asInternalName()).isEqualTo("dev/espalier/codegen/bytecode/Kernel_sparse_row_3_1");
  }

  @Test
  void portableBytecodeNeedsNoModuleAndNoFusedMultiplyAdd() {
    assertThat(text(Target.PORTABLE)).contains("run").doesNotContain("jdk/incubator").doesNotContain("fma");
    assertThat(text(Target.VECTOR)).contains("jdk/incubator/vector/FloatVector").contains("FMA");
  }

  private static String text(Target target) {
    return new String(BytecodeEmitter.emit(SparseRow.SPEC, target), StandardCharsets.ISO_8859_1);
  }

  @Test
  void boundArraysAreFieldsInTheOrderOfTheKernel() {
    ClassModel model = ClassFile.of().parse(BytecodeEmitter.emit(SparseRow.SPEC, Target.PORTABLE, PATTERN));
    assertThat(model.fields())
        .extracting(f -> f.fieldType() + " " + f.fieldName())
        .containsExactly("[I pointers", "[I columns");
  }

  @Test
  void aBoundArrayNeedsABufferOfItsNameAndKind() {
    BoundArrays wrongKind = PATTERN.with("values", new int[1]).with("out", new float[1]);
    assertThatThrownBy(() -> BytecodeEmitter.emit(SparseRow.SPEC, Target.PORTABLE, wrongKind))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            Kernel 'sparse row 3 -> 1' is bound to FLOATS [out] and INTS [columns, pointers, values]; its buffers are \
            [LANED in, FLOATS values, INTS pointers, INTS columns, LANED out].
              Fix: bind FLOATS and INTS buffers of the kernel, by their names.""");
  }
}
