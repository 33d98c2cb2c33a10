package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.runtime.memory.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient of a convolution's input. Where the gradient of the result has a halo wide enough, every input position
 * gathers from the windows that it lies in: a convolution with the taps turned round, with sums that stay in registers
 * and are stored once. With a stride, positions of one remainder lie under the same taps, and each remainder is a nest of
 * its own. Elsewhere every output position scatters into its window.
 *
 * @param d the convolution's dimensions
 * @param summary what the layer is, for the kernel's header
 */
record Conv2dInputGradient(Wiring wiring, Dims d, String summary) {

  KernelCall call() {
    Layout dy = wiring.output();
    Shape input = input().shape();
    boolean gathers = d.window().gathers(input, wiring.shape())
        && dy.padHeight() >= d.window().gradientPadHeight(input, wiring.shape())
        && dy.padWidth() >= d.window().gradientPadWidth(input, wiring.shape());
    return gathers ? gather() : scatter();
  }

  private Wiring.Source input() {
    return wiring.inputs().getFirst();
  }

  /** {@code dx[c,y,x] = sum_m sum_rs W[m,c,r,s] dy[m,(y - r) / st,(x - s) / st]}, where the divisions leave nothing. */
  private KernelCall gather() {
    Window w = d.window();
    CallBuilder call = new CallBuilder(wiring, summary);
    Buffer weights = call.floats("weights", Access.READ, new Operand.Weight(wiring.name()));
    boolean halo = wiring.output().hasHalo();
    Buffer dy = call.laned("dy", halo ? Access.UPDATE : Access.READ, new Operand.Gradient(wiring.name()));
    Buffer dx = Lowering.inputGradient(call, input(), "dx");
    List<Stmt> body = new ArrayList<>();
    if (halo) {
      // Other consumers of the result may have left something there.
      body.addAll(Lowering.zeroHalo(dy, wiring.output()));
    }
    for (int row = 0; row < Math.min(w.strideHeight(), input().shape().height()); row++) {
      Remainder rows = Remainder.of("row", "tapRow", row, input().shape().height(), w.height(), w.strideHeight(),
          w.padHeight());
      for (int column = 0; column < Math.min(w.strideWidth(), input().shape().width()); column++) {
        Remainder columns = Remainder.of("column", "tapColumn", column, input().shape().width(), w.width(),
            w.strideWidth(), w.padWidth());
        if (rows.taps().count() * columns.taps().count() > 0) {
          body.addAll(gather(rows, columns, weights, dy, dx));
        } else if (!input().accumulate()) {
          body.addAll(untouched(rows, columns, dx));
        }
      }
    }
    return call.call(
        "input gradient",
        "dx[c,y,x]" + Lowering.sign(input()) + "sum_mrs W[m,c,r,s] dy[m,y-r,x-s]",
        Lowering.gradientPurpose(input()),
        Tiles.rowsByLanes(planes(), Lowering.LANE),
        body);
  }

  private Axis planes() {
    return d.channel().isLoop() ? d.channel() : d.group();
  }

  private List<Stmt> gather(Remainder rows, Remainder columns, Buffer weights, Buffer dy, Buffer dx) {
    boolean neighbours = d.window().strideWidth() == 1;
    Axis column = neighbours ? Axis.of("column", 1) : columns.positions();
    Affine tap = d.filterIndex()
        .times(d.channel().count()).plus(d.channel().index())
        .times(d.window().height()).plus(rows.tap())
        .times(d.window().width()).plus(columns.tap());
    Affine out = Lines.line(wiring.output(), d.filterIndex(), rows.result(rows.positions()), columns.result(column));
    Local sum = Local.lanes("sum");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, Expr.constant(0)));
    block.addAll(
        Axis.nest(
            List.of(d.filter(), rows.taps(), columns.taps()),
            List.of(Stmt.addProduct(sum, weights.at(tap), dy.at(out)))));
    block.add(Lowering.storeGradient(input(), dx, place(rows, columns, column), sum.read()));
    return Lowering.lanes(
        List.of(rows.positions(), column),
        neighbours ? columns.positions().count() : 1,
        Axis.nest(List.of(d.group(), d.channel()), block));
  }

  private Affine place(Remainder rows, Remainder columns, Axis column) {
    return Lines.line(
        input().training(), d.channelIndex(), rows.position(rows.positions()), columns.position(column));
  }

  /** Positions that no window covers. */
  private List<Stmt> untouched(Remainder rows, Remainder columns, Buffer dx) {
    return Lowering.lanes(
        List.of(rows.positions(), columns.positions()),
        1,
        Axis.nest(
            List.of(d.group(), d.channel()),
            List.of(Stmt.store(dx, place(rows, columns, columns.positions()), Expr.constant(0)))));
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

  /**
   * Positions along one axis that leave the same remainder by the stride, {@code remainder + stride * i}: the taps that
   * reach them are {@code first + stride * t}, and tap t of position i belongs to the output position
   * {@code i + shift - t}.
   */
  private record Remainder(Axis positions, Axis taps, int remainder, int first, int shift, int stride) {

    static Remainder of(String position, String tap, int remainder, int extent, int window, int stride, int pad) {
      int first = (remainder + pad) % stride;
      int taps = first < window ? (window - first - 1) / stride + 1 : 0;
      return new Remainder(
          Axis.of(position, (extent - remainder - 1) / stride + 1), Axis.of(tap, taps), remainder, first,
          (remainder + pad - first) / stride, stride);
    }

    Affine tap() {
      return taps.times(stride).plus(first);
    }

    Affine position(Axis axis) {
      return axis.times(stride).plus(remainder);
    }

    Affine result(Axis axis) {
      return axis.index().plus(shift).plus(taps.times(-1));
    }
  }
}
