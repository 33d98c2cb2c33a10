package dev.espalier.codegen.bytecode;

import dev.espalier.codegen.emit.Target;
import dev.espalier.codegen.kernel.Stmt;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * The static fields of a class of vector kernels: SPECIES, and STEP, the floats in a vector.
 *
 * @param className internal name of the class
 * @param mostFloats floats of the longest vector that it takes
 */
record Species(String className, int mostFloats) {

  /** Those of a target; null where it has no vectors. */
  static Species of(Target target, String className) {
    return switch (target) {
      case VECTOR -> new Species(className, Stmt.Lanes.LONGEST_VECTOR);
      case NARROW -> new Species(className, Stmt.Lanes.NARROW_VECTOR);
      case PORTABLE -> null;
    };
  }

  StaticField species() {
    return new StaticField(className, "SPECIES", VectorApi.SPECIES);
  }

  StaticField step() {
    return new StaticField(className, "STEP", "I");
  }

  LaneSum laneSum() {
    return new LaneSum(this);
  }

  /** Fills them: the machine's widest vector, up to so many floats. */
  Piece initialise() {
    Piece widest =
        code -> {
          Label end = new Label();
          VectorApi.species(mostFloats).appendTo(code);
          VectorApi.PREFERRED.appendTo(code);
          VectorApi.LENGTH.appendTo(code);
          new IntConstant(mostFloats).appendTo(code);
          code.visitJumpInsn(Opcodes.IF_ICMPGT, end);
          code.visitInsn(Opcodes.POP);
          VectorApi.PREFERRED.appendTo(code);
          code.visitLabel(end);
        };
    return Piece.of(widest, species().store(), species(), VectorApi.LENGTH, step().store());
  }
}
