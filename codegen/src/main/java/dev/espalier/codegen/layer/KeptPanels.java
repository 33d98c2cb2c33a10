package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Operand.PanelPart;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Var;
import dev.espalier.runtime.execution.PanelForm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Kept weights in panels of two rows, as {@link PanelForm} packs them: a line that both rows multiply is loaded once.
 *
 * @param rows rows of the weights
 * @param stretch neighbouring lines that one tap is for
 * @param start what the sum of a row begins with
 * @param input the input's line by its tap
 * @param store what is done with the sum of a row
 */
record KeptPanels(
    int rows,
    int stretch,
    Function<Affine, Expr> start,
    Function<Affine, Expr> input,
    BiFunction<Local, Affine, List<Stmt>> store) {

  /**
   * The sums of all rows: panels, and a row that is left of an odd number. Lanes are outside, so that a tile of the
   * input's
   * lines stays in the cache while all panels pass over it.
   */
  List<Stmt> nest(CallBuilder call, String layer) {
    Buffer order = call.ints("order", new Operand.Panel(layer, PanelPart.ORDER));
    Axis panel = Axis.of("panel", Math.max(1, rows / PanelForm.ROWS));
    Buffers buffers = new Buffers(call, layer);
    List<Stmt> body = new ArrayList<>();
    if (rows >= PanelForm.ROWS) {
      List<Stmt> pair = panel(call, layer, order, panel.times(PanelForm.ROWS), panel.index(), buffers);
      body.addAll(Axis.nest(List.of(panel), pair));
    }
    if (rows % PanelForm.ROWS > 0) {
      Var row = new Var("last");
      Local sum = Local.lanes("sum");
      body.add(Stmt.index(row, order, Affine.of(rows - 1)));
      body.add(Stmt.define(sum, start.apply(Affine.of(row))));
      body.add(own(sum, Affine.of(rows - 1), buffers));
      body.addAll(store.apply(sum, Affine.of(row)));
    }
    return List.of(Stmt.lanes(Lowering.LANE, stretch, body.toArray(Stmt[]::new)));
  }

  private List<Stmt> panel(
      CallBuilder call, String layer, Buffer order, Affine places, Affine panel, Buffers buffers) {
    Buffer pointers = call.ints("sharedPointers", new Operand.Panel(layer, PanelPart.SHARED_POINTERS));
    Buffer taps = call.ints("sharedTaps", new Operand.Panel(layer, PanelPart.SHARED_TAPS));
    Buffer values = call.floats("sharedValues", Access.READ, new Operand.Panel(layer, PanelPart.SHARED_VALUES));
    Var first = new Var("first");
    Var second = new Var("second");
    Var shared = new Var("shared");
    Var tap = new Var("tap");
    Local a = Local.lanes("a");
    Local b = Local.lanes("b");
    Local line = Local.lanes("line");
    Affine pair = Affine.of(shared).times(PanelForm.ROWS);
    List<Stmt> body = new ArrayList<>();
    body.add(Stmt.index(first, order, places));
    body.add(Stmt.index(second, order, places.plus(1)));
    body.add(Stmt.define(a, start.apply(Affine.of(first))));
    body.add(Stmt.define(b, start.apply(Affine.of(second))));
    body.add(Stmt.loop(shared, pointers, panel,
        Stmt.offset(tap, taps, Affine.of(shared)),
        Stmt.define(line, input.apply(Affine.of(tap))),
        Stmt.addProduct(a, values.at(pair), line.read()),
        Stmt.addProduct(b, values.at(pair.plus(1)), line.read())));
    body.add(own(a, places, buffers));
    body.add(own(b, places.plus(1), buffers));
    body.addAll(store.apply(a, Affine.of(first)));
    body.addAll(store.apply(b, Affine.of(second)));
    return body;
  }

  private Stmt own(Local sum, Affine place, Buffers buffers) {
    Var kept = new Var("kept");
    Var tap = new Var("tap");
    return Stmt.loop(kept, buffers.pointers(), place,
        Stmt.offset(tap, buffers.taps(), Affine.of(kept)),
        Stmt.addProduct(sum, buffers.values().at(kept), input.apply(Affine.of(tap))));
  }

  /** What only one row of a panel keeps. */
  private record Buffers(Buffer pointers, Buffer taps, Buffer values) {
    Buffers(CallBuilder call, String layer) {
      this(
          call.ints("pointers", new Operand.Panel(layer, PanelPart.POINTERS)),
          call.ints("taps", new Operand.Panel(layer, PanelPart.TAPS)),
          call.floats("values", Access.READ, new Operand.Panel(layer, PanelPart.VALUES)));
    }
  }
}
