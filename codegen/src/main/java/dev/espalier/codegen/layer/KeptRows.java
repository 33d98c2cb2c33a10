package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Operand.RowBlock;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Var;
import java.util.function.Function;

/**
 * Kept weights in row form: values in row order, where each row begins, and for each value the line of its input
 * relative to the window's first line.
 *
 * @param floats whether taps come as floats, each times the lanes: a frozen network's do
 */
record KeptRows(Buffer values, Buffer pointers, Buffer taps, boolean floats) {

  static KeptRows declare(CallBuilder call, Form form) {
    return declare(call, form, RowBlock.FIRST);
  }

  static KeptRows declare(CallBuilder call, Form form, RowBlock block) {
    Wiring wiring = form.wiring();
    return new KeptRows(
        call.floats("values", Access.READ, new Operand.RowValues(wiring.name())),
        call.ints("pointers", new Operand.RowPointers(wiring.name(), block)),
        call.ints("taps", new Operand.RowTaps(wiring.name())),
        !form.training());
  }

  /** {@code sum += sum over the row's kept weights of weight times input}. */
  Stmt addRow(Local sum, Affine row, Function<Affine, Expr> input) {
    Var kept = new Var("kept");
    Var tap = new Var("tap");
    return Stmt.loop(
        kept,
        pointers,
        row,
        floats ? Stmt.offset(tap, taps, Affine.of(kept)) : Stmt.index(tap, taps, Affine.of(kept)),
        Stmt.addProduct(sum, values.at(kept), input.apply(Affine.of(tap))));
  }
}
