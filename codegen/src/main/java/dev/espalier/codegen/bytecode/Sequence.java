package dev.espalier.codegen.bytecode;

import java.util.List;
import org.objectweb.asm.MethodVisitor;

/** Pieces, one after the other. */
record Sequence(List<Piece> pieces) implements Piece {
  Sequence {
    pieces = List.copyOf(pieces);
  }

  @Override
  public void appendTo(MethodVisitor code) {
    pieces.forEach(p -> p.appendTo(code));
  }
}
