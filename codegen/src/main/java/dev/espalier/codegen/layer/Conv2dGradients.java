package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels.SparseStep;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradients of a convolution's weights, bias and input.
 *
 * @param d its dimensions
 * @param bias whether it has one
 * @param summary what the layer is, for the kernels' headers
 */
record Conv2dGradients(Wiring wiring, Dims d, boolean bias, String summary) {

  /** The kernels, given the gradient before the activation. */
  List<KernelCall> calls() {
    List<KernelCall> calls = new ArrayList<>();
    calls.add(new Conv2dWeightGradient(wiring, d, summary).all());
    if (bias) {
      calls.add(biasGradient());
    }
    if (wiring.inputs().getFirst().needsGradient()) {
      calls.add(new Conv2dInputGradient(wiring, d, summary).all());
    }
    return calls;
  }

  /** The training step over kept weights, given its forward pass. */
  SparseStep kept(List<KernelCall> forward) {
    return new SparseStep(
        forward,
        new Conv2dInputGradient(wiring, d, summary).kept(),
        new Conv2dWeightGradient(wiring, d, summary).kept());
  }

  /** {@code db[m] = sum_ef sum_lanes dy[m,e,f]}. */
  private KernelCall biasGradient() {
    Axis filter = Axis.of("filter", wiring.shape().channels());
    CallBuilder call = new CallBuilder(wiring, "bias of " + wiring.shape());
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer db = call.floats("db", Access.WRITE, new Operand.BiasGradient(wiring.name()));
    Local sum = Local.lanes("sum");
    Affine out = Lines.line(wiring.output(), filter.index(), d.row().index(), d.column().index());
    List<Stmt> sums = new ArrayList<>();
    sums.add(Stmt.define(sum, Expr.constant(0)));
    sums.addAll(Lowering.lanes(List.of(d.row(), d.column()), d.stretch(), List.of(Stmt.add(sum, dy.at(out)))));
    sums.add(Stmt.store(db, filter.index(), Expr.sumLanes(sum)));
    return call.call(
        "bias gradient",
        "db[m] = sum_ef sum_lanes dy[m,e,f]",
        "gradient of the bias of " + wiring.name(),
        Tiles.rows(filter),
        Axis.nest(List.of(filter), sums));
  }
}
