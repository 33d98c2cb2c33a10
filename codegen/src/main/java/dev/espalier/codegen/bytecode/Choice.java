package dev.espalier.codegen.bytecode;

import dev.espalier.codegen.kernel.Expr.Comparison;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** {@code left op right ? whenTrue : whenFalse} of floats. */
record Choice(Comparison op, Piece left, Piece right, Piece whenTrue, Piece whenFalse) implements Piece {

  @Override
  public void appendTo(MethodVisitor code) {
    Label otherwise = new Label();
    Label end = new Label();
    left.appendTo(code);
    right.appendTo(code);
    code.visitInsn(compare());
    code.visitJumpInsn(jumpUnless(), otherwise);
    whenTrue.appendTo(code);
    code.visitJumpInsn(Opcodes.GOTO, end);
    code.visitLabel(otherwise);
    whenFalse.appendTo(code);
    code.visitLabel(end);
  }

  /** With NaN, FCMPG says 1 and FCMPL -1: the one is taken that makes the comparison false. */
  private int compare() {
    return switch (op) {
      case LESS, LESS_EQUAL -> Opcodes.FCMPG;
      case GREATER, GREATER_EQUAL, EQUAL, NOT_EQUAL -> Opcodes.FCMPL;
    };
  }

  private int jumpUnless() {
    return switch (op) {
      case LESS -> Opcodes.IFGE;
      case LESS_EQUAL -> Opcodes.IFGT;
      case GREATER -> Opcodes.IFLE;
      case GREATER_EQUAL -> Opcodes.IFLT;
      case EQUAL -> Opcodes.IFNE;
      case NOT_EQUAL -> Opcodes.IFEQ;
    };
  }
}
