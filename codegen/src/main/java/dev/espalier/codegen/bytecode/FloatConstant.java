package dev.espalier.codegen.bytecode;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Pushes a float; -0 is no {@code FCONST_0}. */
record FloatConstant(float value) implements Piece {

  boolean isPositiveZero() {
    return Float.floatToRawIntBits(value) == 0;
  }

  @Override
  public void appendTo(MethodVisitor code) {
    if (isPositiveZero()) {
      code.visitInsn(Opcodes.FCONST_0);
    } else if (value == 1) {
      code.visitInsn(Opcodes.FCONST_1);
    } else if (value == 2) {
      code.visitInsn(Opcodes.FCONST_2);
    } else {
      code.visitLdcInsn(value);
    }
  }
}
