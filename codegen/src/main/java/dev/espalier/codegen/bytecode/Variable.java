package dev.espalier.codegen.bytecode;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** A local variable of a method. */
record Variable(int slot, Type type) {

  Piece load() {
    return code -> code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slot);
  }

  /** Pops the value on top of the stack into the variable. */
  Piece store() {
    return code -> code.visitVarInsn(type.getOpcode(Opcodes.ISTORE), slot);
  }

  /** {@code variable += by} for an int; at most 16 bits fit into the instruction. */
  Piece increase(short by) {
    return code -> code.visitIincInsn(slot, by);
  }
}
