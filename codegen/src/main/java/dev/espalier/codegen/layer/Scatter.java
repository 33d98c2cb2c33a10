package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.runtime.memory.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * How the windows of a layer give their gradient to its input: where each value lies under exactly one tap it is
 * stored, else it is added to what other windows gave, from zero on or on top of what other layers gave.
 *
 * @param adds whether each tap adds; else it stores
 * @param clears whether the gradient is zeroed before
 */
record Scatter(Buffer gradient, Layout layout, boolean adds, boolean clears) {

  static Scatter into(CallBuilder call, Wiring.Source input, Window window, Shape output) {
    boolean stores = !input.accumulate() && window.tiles(input.shape(), output);
    Buffer dx = call.laned("dx", stores ? Access.WRITE : Access.UPDATE, new Operand.Gradient(input.name()));
    return new Scatter(dx, input.training(), !stores, !stores && !input.accumulate());
  }

  Stmt add(Affine at, Expr value) {
    return new Stmt.Store(gradient, at, value, adds);
  }

  /** The nest of all windows, zeroing the gradient before where it must. */
  List<Stmt> body(List<Stmt> windows) {
    List<Stmt> body = new ArrayList<>();
    if (clears) {
      body.addAll(Lowering.zero(gradient, layout));
    }
    body.addAll(windows);
    return body;
  }
}
