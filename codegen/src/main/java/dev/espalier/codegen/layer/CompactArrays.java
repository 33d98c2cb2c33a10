package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Operand.CompactPart;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Var;
import java.util.List;

/**
 * The arrays of {@link dev.espalier.runtime.execution.CompactForm}, as a kernel gets them.
 *
 * @param pointers null where every strip has one entry, its own
 */
record CompactArrays(Buffer strips, Buffer order, Buffer pointers, Buffer taps, Buffer values) {

  /** The number of a strip. */
  static final Var STRIP = new Var("strip");

  /** The first line of the channel that an entry reads. */
  static final Var CHANNEL = new Var("channel");

  /**
   * Declares those of a layer.
   *
   * @param several whether a strip has any number of entries
   */
  static CompactArrays declare(CallBuilder call, String layer, boolean several) {
    return new CompactArrays(
        call.ints("strips", new Operand.Compact(layer, CompactPart.STRIPS)),
        call.ints("order", new Operand.Compact(layer, CompactPart.ORDER)),
        several ? call.ints("pointers", new Operand.Compact(layer, CompactPart.POINTERS)) : null,
        call.ints("taps", new Operand.Compact(layer, CompactPart.TAPS)),
        call.floats("values", Access.READ, new Operand.Compact(layer, CompactPart.VALUES)));
  }

  /** Looks up the row that a place of the strip computes. */
  Stmt row(Var row, int height, int place) {
    return Stmt.index(row, order, STRIP.times(height).plus(place));
  }

  /** Looks up the channel of an entry. */
  Stmt channel(Var entry) {
    return Stmt.offset(CHANNEL, taps, Affine.of(entry));
  }

  /** Runs a block for every strip. */
  List<Stmt> each(Stmt... block) {
    return List.of(Stmt.loop(STRIP, strips, Affine.of(0), block));
  }
}
