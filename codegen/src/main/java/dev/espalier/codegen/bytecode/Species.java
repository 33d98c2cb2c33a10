package dev.espalier.codegen.bytecode;

import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * The static fields of a class of vector kernels: SPECIES, and STEP, the floats in a vector.
 *
 * @param className internal name of the class
 */
record Species(String className) {

  private static final int UNIT = 16;

  StaticField species() {
    return new StaticField(className, "SPECIES", VectorApi.SPECIES);
  }

  StaticField step() {
    return new StaticField(className, "STEP", "I");
  }

  LaneSum laneSum() {
    return new LaneSum(this);
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
    return Piece.of(widest, species().store(), species(), VectorApi.LENGTH, step().store());
  }
}
