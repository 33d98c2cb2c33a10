package dev.espalier.codegen.bytecode;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * {@code for (; counter < limit; ) body}, in the order of javac, which is the one that C2 knows best: test, body, back.
 *
 * @param body with all that an iteration ends with
 */
record CountedLoop(Variable counter, Piece limit, Piece body) implements Piece {

  @Override
  public void appendTo(MethodVisitor code) {
    Label test = new Label();
    Label end = new Label();
    code.visitLabel(test);
    counter.load().appendTo(code);
    limit.appendTo(code);
    code.visitJumpInsn(Opcodes.IF_ICMPGE, end);
    body.appendTo(code);
    code.visitJumpInsn(Opcodes.GOTO, test);
    code.visitLabel(end);
  }
}
