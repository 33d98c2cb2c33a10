package dev.espalier.codegen.bytecode;

import org.objectweb.asm.MethodVisitor;

/**
 * An instruction without operands of its own, such as {@code FADD}.
 *
 * @param opcode one of {@link org.objectweb.asm.Opcodes}
 */
record Instruction(int opcode) implements Piece {

  @Override
  public void appendTo(MethodVisitor code) {
    code.visitInsn(opcode);
  }
}
