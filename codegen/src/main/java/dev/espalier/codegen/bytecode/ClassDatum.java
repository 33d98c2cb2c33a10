package dev.espalier.codegen.bytecode;

import java.lang.constant.ConstantDescs;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Pushes an object that the hidden class was given at its definition.
 *
 * @param index where it stands in the list of class data
 * @param type its type
 */
record ClassDatum(int index, Type type) implements Piece {

  private static final Handle CLASS_DATA_AT =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          "java/lang/invoke/MethodHandles",
          "classDataAt",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;I)Ljava/lang/Object;",
          false);

  /** The only name that {@link java.lang.invoke.MethodHandles#classDataAt} takes. */
  private static final String NAME = ConstantDescs.DEFAULT_NAME;

  @Override
  public void appendTo(MethodVisitor code) {
    code.visitLdcInsn(new ConstantDynamic(NAME, type.getDescriptor(), CLASS_DATA_AT, index));
  }
}
