package dev.espalier.codegen.bytecode;

import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** The static fields of a class of vector kernels: SPECIES, and STEP, the floats in a vector. */
record Species(StaticField species, StaticField step) {

  private static final int UNIT = 16;

  static Species of(String className) {
    return new Species(
        new StaticField(className, "SPECIES", VectorApi.SPECIES), new StaticField(className, "STEP", "I"));
  }

  /** Fills them: the machine's widest vector, up to a line's unit of 16 floats. */
  Piece initialise() {
    Piece widest =
        code -> {
          Label end = new Label();
          VectorApi.SPECIES_512.appendTo(code);
          VectorApi.PREFERRED.appendTo(code);
          VectorApi.LENGTH.appendTo(code);
          new IntConstant(UNIT).appendTo(code);
          code.visitJumpInsn(Opcodes.IF_ICMPGT, end);
          code.visitInsn(Opcodes.POP);
          VectorApi.PREFERRED.appendTo(code);
          code.visitLabel(end);
        };
    return Piece.of(widest, species.store(), species, VectorApi.LENGTH, step.store());
  }
}
