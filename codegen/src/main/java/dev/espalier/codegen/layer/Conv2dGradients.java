package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
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
    calls.add(weightGradient());
    if (bias) {
      calls.add(biasGradient());
    }
    if (wiring.inputs().getFirst().needsGradient()) {
      calls.add(new Conv2dInputGradient(wiring, d, summary).call());
    }
    return calls;
  }

  /**
   * {@code dW[m,c,r,s] = sum_ef sum_lanes dy[m,e,f] x[c,e st + r,f st + s]}, a few output rows after the other: few
   * enough that their lines stay in the cache while all weights pass over them, and enough that the products outweigh
   * the sum over the lanes at their end.
   */
  private KernelCall weightGradient() {
    int rowsAtOnce = Tiles.gradientRows(wiring.shape());
    Axis band = Axis.of("band", wiring.shape().height() / rowsAtOnce);
    Axis bandRow = Axis.of("row", rowsAtOnce);
    Affine row = band.times(rowsAtOnce).plus(bandRow.index());
    boolean severalBands = band.isLoop();
    CallBuilder call = new CallBuilder(wiring, summary);
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer dy = Lowering.outputGradient(call, wiring);
    Operand gradient = new Operand.WeightGradient(wiring.name());
    Buffer dw = call.floats("dw", severalBands ? Access.UPDATE : Access.WRITE, gradient);
    Local sum = Local.lanes("sum");
    Affine tap = d.window().line(wiring.inputs().getFirst().training(), d.channelIndex(), row, d.column().index());
    Affine out = Lines.line(wiring.output(), d.filterIndex(), row, d.column().index());
    List<Stmt> product = List.of(Stmt.addProduct(sum, dy.at(out), x.at(tap)));
    List<Stmt> sums = new ArrayList<>();
    sums.add(Stmt.define(sum, Expr.constant(0)));
    // The longer loop inside: the lanes of a stretch, or the columns where lines are apart.
    sums.addAll(
        d.stretch() > 1
            ? Lowering.lanes(List.of(bandRow), d.stretch(), product)
            : Lowering.lanes(List.of(), Axis.nest(List.of(bandRow, d.column()), product)));
    sums.add(new Stmt.Store(dw, d.weight(), Expr.sumLanes(sum), severalBands));
    List<Stmt> body = new ArrayList<>();
    if (severalBands) {
      Axis weight = Axis.of("weight", wiring.weights().size());
      body.addAll(Axis.nest(List.of(weight), List.of(Stmt.store(dw, weight.index(), Expr.constant(0)))));
    }
    body.addAll(
        Axis.nest(List.of(band, d.group(), d.filter(), d.channel(), d.tapRow(), d.tapColumn()), sums));
    return call.call(
        "weight gradient",
        "dW[m,c,r,s] = sum_ef sum_lanes dy[m,e,f] x[c,e+r,f+s]",
        "gradient of the weights of " + wiring.name(),
        Tiles.rowsByColumns(d.rows(), d.columns()),
        body);
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
