package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Var;
import dev.espalier.runtime.memory.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient of a convolution's input. Where the gradient of the result has a halo wide enough, every input position
 * gathers from the windows that it lies in: a convolution with the taps turned round, with sums that stay in registers
 * and are stored once. With a stride, positions of one remainder lie under the same taps, and each remainder is a nest
 * of its own. Elsewhere every output position scatters into its window.
 *
 * @param d the convolution's dimensions
 * @param summary what the layer is, for the kernels' headers
 */
record Conv2dInputGradient(Wiring wiring, Dims d, String summary) {

  /** What is added to the sum of a position: products of weights with gradients of the result. */
  private interface Products {
    List<Stmt> of(Remainders at, int index, Buffer dy, Local sum);
  }

  /** Over all weights. */
  KernelCall all() {
    return gathers(false) ? gather() : scatter();
  }

  /** Over kept weights alone; null where the input needs no gradient, or it is scattered. */
  KernelCall kept() {
    return input().needsGradient() && gathers(true) ? gatherKept() : null;
  }

  private boolean gathers(boolean kept) {
    Layout dy = wiring.output();
    Shape input = input().shape();
    return d.window().gathers(input, wiring.shape(), kept)
        && dy.padHeight() >= d.window().gradientPadHeight(input, wiring.shape())
        && dy.padWidth() >= d.window().gradientPadWidth(input, wiring.shape());
  }

  private Wiring.Source input() {
    return wiring.inputs().getFirst();
  }

  /** {@code dx[c,y,x] = sum_mrs W[m,c,r,s] dy[m,(y - r) / st,(x - s) / st]}, where the divisions leave nothing. */
  private KernelCall gather() {
    CallBuilder call = new CallBuilder(wiring, summary);
    Buffer weights = call.floats("weights", Access.READ, new Operand.Weight(wiring.name()));
    Axis planes = d.channel().isLoop() ? d.channel() : d.group();
    return gather(
        call,
        "input gradient",
        "sum_mrs W[m,c,r,s] dy[m,y-r,x-s]",
        d.isDepthwise() ? d.sparseTile() : TapProducts.tile(
            TapProducts.apart(d.filter(), d.window().columns()), planes, d.window().columns()),
        List.of(d.group(), d.channel()),
        d.channelIndex(),
        (at, _, dy, sum) -> TapProducts.nest(
            TapProducts.apart(d.filter(), at.columns().taps()),
            d.filter(),
            at.rows().taps(),
            at.columns().taps(),
            column -> Stmt.addProduct(
                sum,
                weights.at(d.weight(at.rows().tap(at.rows().taps().index()), at.columns().tap(column))),
                dy.at(at.result(wiring.output(), d.filterIndex(), column)))));
  }

  /**
   * {@code dx[c,y,x] = sum_p v[entry[p]] dy[window(y,x) + tap[p]]}, p in the list of channel c and of the position's
   * remainder by the stride.
   */
  private KernelCall gatherKept() {
    CallBuilder call = new CallBuilder(wiring, summary);
    Buffer values = call.floats("values", Access.READ, new Operand.RowValues(wiring.name()));
    Buffer pointers = call.ints("pointers", new Operand.ColumnPointers(wiring.name()));
    Buffer entries = call.ints("entries", new Operand.ColumnEntries(wiring.name()));
    Buffer taps = call.ints("taps", new Operand.ColumnTaps(wiring.name()));
    Axis channel = Axis.of("channel", input().shape().channels());
    Var kept = new Var("kept");
    Var entry = new Var("entry");
    Var tap = new Var("tap");
    return gather(
        call,
        "input gradient over kept weights",
        "sum_p v[entry[p]] dy[window(y,x) + tap[p]], p in list c",
        d.sparseTile(),
        List.of(channel),
        channel.index(),
        (at, index, dy, sum) -> List.of(Stmt.loop(
            kept,
            pointers,
            channel.index().plus(index * channel.count()),
            Stmt.index(entry, entries, Affine.of(kept)),
            Stmt.index(tap, taps, Affine.of(kept)),
            Stmt.addProduct(sum, values.at(entry), dy.at(at.first(wiring.output()).plus(tap))))));
  }

  private KernelCall gather(
      CallBuilder call, String role, String formula, KernelSchedule schedule, List<Axis> planes, Affine channel,
      Products products) {
    boolean halo = wiring.output().hasHalo();
    Buffer dy = call.laned("dy", halo ? Access.UPDATE : Access.READ, new Operand.Gradient(wiring.name()));
    Buffer dx = Lowering.inputGradient(call, input(), "dx");
    List<Stmt> body = new ArrayList<>();
    if (halo) {
      // Other consumers of the result may have left something there.
      body.addAll(Lowering.zeroHalo(dy, wiring.output()));
    }
    List<Remainders> all = Remainders.of(d.window(), input().shape());
    for (int i = 0; i < all.size(); i++) {
      Remainders at = all.get(i);
      if (at.taps() == 0 && input().accumulate()) {
        continue;
      }
      Local sum = Local.lanes("sum");
      List<Stmt> block = new ArrayList<>(List.of(Stmt.define(sum, Expr.constant(0))));
      if (at.taps() > 0) {
        block.addAll(products.of(at, i, dy, sum));
      }
      block.add(Lowering.storeGradient(input(), dx, at.place(input().training(), channel), sum.read()));
      body.addAll(Lowering.lanes(at.positions(), at.stretch(), Axis.nest(planes, block)));
    }
    return call.call(
        role, "dx[c,y,x]" + Lowering.sign(input()) + formula, Lowering.gradientPurpose(input()), schedule, body);
  }

  /**
   * {@code dx[c,e st + r,f st + s] += sum_m W[m,c,r,s] dy[m,e,f]}: every output position scatters into its window,
   * which is right for every stride. What lands in the halo is never read.
   */
  private KernelCall scatter() {
    CallBuilder call = new CallBuilder(wiring, summary);
    Buffer weights = call.floats("weights", Access.READ, new Operand.Weight(wiring.name()));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Scatter scatter = Scatter.into(call, input(), d.window(), wiring.shape());
    Local sum = Local.lanes("sum");
    Affine tap = d.window().line(input().training(), d.channelIndex(), d.row(), d.column());
    Affine out = Lines.line(wiring.output(), d.filterIndex(), d.row().index(), d.column().index());
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, Expr.constant(0)));
    block.addAll(
        Axis.nest(List.of(d.filter()), List.of(Stmt.addProduct(sum, weights.at(d.weight()), dy.at(out)))));
    block.add(scatter.add(tap, sum.read()));
    return call.call(
        "input gradient",
        "dx[c,e+r,f+s] += sum_m W[m,c,r,s] dy[m,e,f]",
        Lowering.gradientPurpose(input()),
        Tiles.scattered(d.planes(), Lowering.LANE),
        scatter.body(
            Lowering.lanes(
                List.of(d.row(), d.column()),
                d.stretch(),
                Axis.nest(List.of(d.group(), d.channel(), d.tapRow(), d.tapColumn()), block))));
  }
}
