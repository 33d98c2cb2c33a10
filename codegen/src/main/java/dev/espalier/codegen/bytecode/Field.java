package dev.espalier.codegen.bytecode;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Pushes a field of {@code this}.
 *
 * @param owner internal name of the class
 */
record Field(String owner, String name, Type type) implements Piece {

  private Piece self() {
    return new Variable(0, Type.getObjectType(owner)).load();
  }

  @Override
  public void appendTo(MethodVisitor code) {
    self().appendTo(code);
    code.visitFieldInsn(Opcodes.GETFIELD, owner, name, type.getDescriptor());
  }

  /** {@code this.name = value}. */
  Piece set(Piece value) {
    return Piece.of(
        self(), value, code -> code.visitFieldInsn(Opcodes.PUTFIELD, owner, name, type.getDescriptor()));
  }
}
