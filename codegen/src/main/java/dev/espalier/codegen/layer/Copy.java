package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** The identity under another shape or layout, and its gradient. */
final class Copy {
  private Copy() {}

  static LayerKernels lower(Layer layer, Wiring wiring) {
    return Lowering.of(layer, wiring, form -> result(layer, form), () -> backward(layer, wiring));
  }

  /** {@code y = f(x)}. */
  static KernelCall result(Layer layer, Form form) {
    Wiring wiring = form.wiring();
    Shape shape = wiring.inputs().getFirst().shape();
    CallBuilder call = new CallBuilder(wiring, layer.describe(wiring.inputShapes(), wiring.shape()));
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Lines lines = Lines.over(shape, call.left(form, 0), form.input(0), form.output());
    Local value = Local.lanes("v");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(value, x.at(lines.at().get(0))));
    block.addAll(form.store(value, y, lines.at().get(1)));
    return call.call(
        form.role(),
        form.formula("y", "x"),
        form.purpose(wiring.inputs().getFirst().name()),
        KernelSchedule.PLAIN,
        lines.nest(block));
  }

  /** {@code dx = dy}. */
  static List<KernelCall> backward(Layer layer, Wiring wiring) {
    Wiring.Source input = wiring.inputs().getFirst();
    if (!input.needsGradient()) {
      return List.of();
    }
    CallBuilder call = new CallBuilder(wiring, layer.describe(wiring.inputShapes(), wiring.shape()));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dx = Lowering.inputGradient(call, input, "dx");
    Lines lines = Lines.over(input.shape(), wiring.output(), input.training());
    return List.of(
        call.call(
            "input gradient",
            "dx" + Lowering.sign(input) + "dy",
            Lowering.gradientPurpose(input),
            KernelSchedule.PLAIN,
            lines.nest(List.of(Lowering.storeGradient(input, dx, lines.at().get(1), dy.at(lines.at().get(0)))))));
  }
}
