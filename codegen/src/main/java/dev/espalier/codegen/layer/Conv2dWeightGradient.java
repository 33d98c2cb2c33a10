package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Operand.BundlePart;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Var;
import dev.espalier.runtime.execution.KeptWeights;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient of a convolution's weights: sums over positions and lanes, a few output rows after the other. Few enough
 * that their lines stay in the cache while all weights pass over them, and enough that the products outweigh the sum
 * over the lanes at their end.
 *
 * @param d the convolution's dimensions
 * @param summary what the layer is, for the kernels' headers
 */
record Conv2dWeightGradient(Wiring wiring, Dims d, String summary) {

  private int rowsAtOnce() {
    return Tiles.gradientRows(wiring.shape());
  }

  private Axis band() {
    return Axis.of("band", wiring.shape().height() / rowsAtOnce());
  }

  /** {@code dW[m,c,r,s] = sum_ef sum_lanes dy[m,e,f] x[c,e st + r,f st + s]}. */
  KernelCall all() {
    Axis band = band();
    Axis bandRow = Axis.of("row", rowsAtOnce());
    Affine row = band.times(rowsAtOnce()).plus(bandRow.index());
    boolean severalBands = band.isLoop();
    CallBuilder call = new CallBuilder(wiring, summary);
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer dy = Lowering.outputGradient(call, wiring);
    Operand gradient = new Operand.WeightGradient(wiring.name());
    Buffer dw = call.floats("dw", severalBands ? Access.UPDATE : Access.WRITE, gradient);
    Local sum = Local.lanes("sum");
    Affine tap = d.window().line(wiring.inputs().getFirst().training(), d.channelIndex(), row, d.column().index());
    Affine out = Lines.line(wiring.output(), d.filterIndex(), row, d.column().index());
    List<Stmt> sums = new ArrayList<>();
    sums.add(Stmt.define(sum, Expr.constant(0)));
    sums.addAll(over(bandRow, Stmt.addProduct(sum, dy.at(out), x.at(tap))));
    sums.add(new Stmt.Store(dw, d.weight(), Expr.sumLanes(sum), severalBands));
    List<Stmt> body = new ArrayList<>();
    if (severalBands) {
      Axis weight = Axis.of("weight", wiring.weights().size());
      body.addAll(Axis.nest(List.of(weight), List.of(Stmt.store(dw, weight.index(), Expr.constant(0)))));
    }
    body.addAll(Axis.nest(List.of(band, d.group(), d.filter(), d.channel(), d.tapRow(), d.tapColumn()), sums));
    return call.call(
        "weight gradient",
        "dW[m,c,r,s] = sum_ef sum_lanes dy[m,e,f] x[c,e+r,f+s]",
        "gradient of the weights of " + wiring.name(),
        Tiles.rowsByColumns(d.rows(), d.columns()),
        body);
  }

  /** A product at all positions of some rows; the longer loop inside: lanes of a stretch, or columns that lie apart. */
  private List<Stmt> over(Axis rows, Stmt product) {
    return d.stretch() > 1
        ? Lowering.lanes(List.of(rows), d.stretch(), List.of(product))
        : Lowering.lanes(List.of(), Axis.nest(List.of(rows, d.column()), List.of(product)));
  }

  /**
   * {@code dv[q] = sum_ef sum_lanes dy[m,e,f] x[window(e,f) + tap[q]]}, q in the bundles of row m of the kept weights.
   * The weights of a bundle share each loaded gradient.
   */
  KernelCall kept() {
    Axis band = band();
    Axis bandRow = Axis.of("row", rowsAtOnce());
    Affine row = band.times(rowsAtOnce()).plus(bandRow.index());
    boolean added = band.isLoop();
    CallBuilder call = new CallBuilder(wiring, summary);
    Buffer rows = call.ints("rows", new Operand.KeptRange(wiring.name()));
    Buffer pointers = call.ints("pointers", new Operand.Bundles(wiring.name(), BundlePart.POINTERS));
    Buffer taps = call.ints("taps", new Operand.Bundles(wiring.name(), BundlePart.TAPS));
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dv = call.floats("dv", added ? Access.UPDATE : Access.WRITE, new Operand.KeptGradient(wiring.name()));
    Var filter = new Var("filter");
    Axis member = Axis.of("member", KeptWeights.BUNDLE);
    Var bundle = new Var("bundle");
    Var tap = new Var("tap");
    Local sum = Local.lanes("sum");
    Affine at = Affine.of(bundle).times(KeptWeights.BUNDLE).plus(member.index());
    Affine origin = d.window().origin(wiring.inputs().getFirst().training(), row, d.column().index());
    Affine out = Lines.line(wiring.output(), Affine.of(filter), row, d.column().index());
    List<Stmt> members = new ArrayList<>();
    members.add(Stmt.index(tap, taps, at));
    members.add(Stmt.define(sum, Expr.constant(0)));
    members.addAll(over(bandRow, Stmt.addProduct(sum, dy.at(out), x.at(origin.plus(tap)))));
    members.add(new Stmt.Store(dv, at, Expr.sumLanes(sum), added));
    List<Stmt> body = new ArrayList<>();
    if (added) {
      body.add(bundles(rows, filter, bundle, pointers, Axis.nest(
          List.of(member), List.of(Stmt.store(dv, at, Expr.constant(0))))));
    }
    body.addAll(Axis.nest(
        List.of(band), List.of(bundles(rows, filter, bundle, pointers, Axis.nest(List.of(member), members)))));
    return call.call(
        "gradient of kept weights",
        "dv[q] = sum_ef sum_lanes dy[m,e,f] x[window(e,f) + tap[q]], q in the bundles of row m",
        "gradient of the kept weights of " + wiring.name(),
        KernelSchedule.tile(member.var(), member.count()),
        body);
  }

  private static Stmt bundles(Buffer rows, Var filter, Var bundle, Buffer pointers, List<Stmt> body) {
    return Stmt.loop(
        filter, rows, Affine.of(0), Stmt.loop(bundle, pointers, Affine.of(filter), body.toArray(Stmt[]::new)));
  }
}
