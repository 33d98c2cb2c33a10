package dev.espalier.codegen.bytecode;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Pushes a static field. */
record StaticField(String owner, String name, String descriptor) implements Piece {

  @Override
  public void appendTo(MethodVisitor code) {
    code.visitFieldInsn(Opcodes.GETSTATIC, owner, name, descriptor);
  }

  /** Pops the value on top of the stack into the field. */
  Piece store() {
    return code -> code.visitFieldInsn(Opcodes.PUTSTATIC, owner, name, descriptor);
  }
}
