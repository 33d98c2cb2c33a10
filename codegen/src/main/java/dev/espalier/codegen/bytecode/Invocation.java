package dev.espalier.codegen.bytecode;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Calls a method: pops its receiver, if it has one, and its arguments, and pushes its result. */
record Invocation(int opcode, String owner, String name, String descriptor) implements Piece {

  static Invocation ofStatic(String owner, String name, String descriptor) {
    return new Invocation(Opcodes.INVOKESTATIC, owner, name, descriptor);
  }

  static Invocation ofVirtual(String owner, String name, String descriptor) {
    return new Invocation(Opcodes.INVOKEVIRTUAL, owner, name, descriptor);
  }

  static Invocation ofInterface(String owner, String name, String descriptor) {
    return new Invocation(Opcodes.INVOKEINTERFACE, owner, name, descriptor);
  }

  @Override
  public void appendTo(MethodVisitor code) {
    code.visitMethodInsn(opcode, owner, name, descriptor, opcode == Opcodes.INVOKEINTERFACE);
  }
}
