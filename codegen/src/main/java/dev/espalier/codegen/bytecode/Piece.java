package dev.espalier.codegen.bytecode;

import java.util.List;
import org.objectweb.asm.MethodVisitor;

/** A piece of a method's code. Immutable: it may be appended to any number of methods. */
@FunctionalInterface
interface Piece {

  void appendTo(MethodVisitor code);

  /** Some pieces, one after the other. */
  static Piece of(Piece... pieces) {
    return new Sequence(List.of(pieces));
  }
}
