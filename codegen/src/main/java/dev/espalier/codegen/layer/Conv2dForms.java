package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The nests of a convolution's result, one for each form of the weights.
 *
 * @param layer with the biases that its forms add
 * @param single whether lanes are places of one sample
 */
record Conv2dForms(Conv2dLayer layer, Dims d, boolean single) {

  Conv2dForms(Conv2dLayer layer, Dims d) {
    this(layer, d, false);
  }

  private CallBuilder builder(Wiring wiring) {
    return new CallBuilder(wiring, layer.describe(wiring.inputShapes(), wiring.shape()));
  }

  private Expr start(CallBuilder call, Wiring wiring, Affine filter) {
    return layer.bias() ? call.floats("bias", Access.READ, new Operand.Bias(wiring.name())).at(filter) : Expr.constant(0);
  }

  private String purpose(Form form) {
    return form.purpose("W * " + form.wiring().inputs().getFirst().name() + (layer.bias() ? " + b" : ""));
  }

  /**
   * {@code y[m,e,f] = act(b[m] + sum_crs W[m,c,r,s] x[c,e st + r,f st + s])}. Output positions outside, so that a
   * window's lines stay in the first cache while all filters pass over them.
   */
  KernelCall dense(Form form) {
    Wiring wiring = form.wiring();
    CallBuilder call = builder(wiring);
    Buffer weights = call.floats("weights", Access.READ, new Operand.Weight(wiring.name()));
    Expr start = start(call, wiring, d.filterIndex());
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Local sum = Local.lanes("sum");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, start));
    block.addAll(TapProducts.nest(
        tapsApart(),
        d.channel(),
        d.tapRow(),
        d.tapColumn(),
        column -> Stmt.addProduct(
            sum,
            weights.at(d.weight(d.tapRow().index(), column)),
            x.at(d.window().line(
                form.input(0), d.channelIndex(), d.row().index(), d.column().index(), column)))));
    block.addAll(form.store(sum, y, Lines.line(form.output(), d.filterIndex(), d.row().index(), d.column().index())));
    String formula =
        form.formula("y[m,e,f]", (layer.bias() ? "b[m] + " : "") + "sum_crs W[m,c,r,s] x[c,e+r,f+s]");
    if (planeByPlane()) {
      // Rows inside the lanes: the innermost loop is the longest.
      List<Stmt> plane = Lowering.lanes(List.of(), d.stretch(), Axis.nest(List.of(d.row(), d.column()), block));
      return call.call(form.role(), formula, purpose(form), planeTile(), Axis.nest(List.of(d.group()), plane));
    }
    return call.call(
        form.role(),
        formula,
        purpose(form),
        d.isDepthwise() ? d.sparseTile() : TapProducts.tile(tapsApart(), d.rows(), d.tapColumn()),
        Lowering.lanes(
            List.of(d.row(), d.column()), d.stretch(), Axis.nest(List.of(d.group(), d.filter()), block)));
  }

  /** For one sample, where compacted forms do not gain by it, dense ones keep the loop over taps, too. */
  private boolean tapsApart() {
    return !single && TapProducts.apart(d.channel(), d.tapColumn());
  }

  /** Whether each plane is taken whole before the next: no two planes share an input. */
  private boolean planeByPlane() {
    return d.isDepthwise() && d.stretch() > 1;
  }

  private KernelSchedule planeTile() {
    return Tiles.plane(d.tapRow(), d.tapColumn(), d.stretch(), Lowering.LANE);
  }

  /** The same over kept weights: {@code y[m,e,f] = act(b[m] + sum_p v[p] x[window(e,f) + tap[p]])}, p in row m. */
  KernelCall rows(Form form) {
    Wiring wiring = form.wiring();
    Axis filter = Axis.of("filter", layer.filters());
    CallBuilder call = builder(wiring);
    KeptRows rows = KeptRows.declare(call, form);
    Expr start = start(call, wiring, filter.index());
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Local sum = Local.lanes("sum");
    // Taps are counted from the window's first line, which may lie in the halo: no constant for it is left over here.
    Affine origin = d.window().origin(form.input(0), d.row(), d.column());
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, start));
    block.add(rows.addRow(sum, filter.index(), tap -> x.at(origin.plus(tap))));
    block.addAll(form.store(sum, y, Lines.line(form.output(), filter.index(), d.row().index(), d.column().index())));
    return call.call(
        form.role(),
        form.formula("y[m,e,f]", (layer.bias() ? "b[m] + " : "") + "sum_p v[p] x[window(e,f) + tap[p]], p in row m"),
        purpose(form),
        d.sparseTile(),
        Lowering.lanes(List.of(d.row(), d.column()), d.stretch(), Axis.nest(List.of(filter), block)));
  }

  /** The same over kept weights in panels of two filters. */
  KernelCall panels(Form form) {
    Wiring wiring = form.wiring();
    CallBuilder call = builder(wiring);
    Buffer bias = layer.bias() ? call.floats("bias", Access.READ, new Operand.Bias(wiring.name())) : null;
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Affine origin = d.window().origin(form.input(0), d.row(), d.column());
    KeptPanels panels = new KeptPanels(
        layer.filters(),
        d.stretch(),
        filter -> bias == null ? Expr.constant(0) : bias.at(filter),
        tap -> x.at(origin.plus(tap)),
        (sum, filter) ->
            form.store(sum, y, Lines.line(form.output(), filter, d.row().index(), d.column().index())));
    return call.call(
        form.role(),
        form.formula(
            "y[m,e,f]", (layer.bias() ? "b[m] + " : "") + "sum_p v[p] x[window(e,f) + tap[p]], p in row m, rows in pairs"),
        purpose(form),
        Tiles.sparseRow(Lowering.LANE),
        Axis.nest(List.of(d.row(), d.column()), panels.nest(call, wiring.name())));
  }

  /** The same over kept weights in strips of filters that share their columns. */
  KernelCall strips(Form form) {
    Wiring wiring = form.wiring();
    CallBuilder call = builder(wiring);
    Buffer bias = layer.bias() ? call.floats("bias", Access.READ, new Operand.Bias(wiring.name())) : null;
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Affine origin = d.window().origin(form.input(0), d.row(), d.column());
    KeptStrips strips = new KeptStrips(
        layer.filters(),
        wiring.stripRows(),
        d.stretch(),
        filter -> bias == null ? Expr.constant(0) : bias.at(filter),
        tap -> x.at(origin.plus(tap)),
        (sum, filter) ->
            form.store(sum, y, Lines.line(form.output(), filter, d.row().index(), d.column().index())));
    return call.call(
        form.role(),
        form.formula(
            "y[m,e,f]", (layer.bias() ? "b[m] + " : "") + "sum_k v[k] x[window(e,f) + tap[k]], k in the strip of m"),
        purpose(form),
        strips.schedule(),
        Axis.nest(List.of(d.row(), d.column()), strips.nest(call, wiring.name())));
  }

  /** The same over the filters and channels that are left. */
  KernelCall compact(Form form) {
    CallBuilder call = builder(form.wiring());
    Buffer bias = call.floats("bias", Access.READ, new Operand.CompactBias(form.wiring().name()));
    return compact(form, call, bias::at, "b[m]");
  }

  /**
   * The same where sums begin with biases and constants of channels that are gone, added up for each place. Rows that
   * begin alike read the first of them.
   */
  KernelCall begun(Form form) {
    CallBuilder call = builder(form.wiring());
    Buffer begin = call.laned("begin", Access.READ, new Operand.Value(form.wiring().begin()));
    boolean rows = d.row().isLoop();
    Buffer beginRows = rows
        ? call.ints("beginRows", new Operand.Channels(form.wiring().name(), true, Operand.ChannelPart.BEGIN_ROWS)) : null;
    Var beginRow = new Var("beginRow");
    Affine row = rows ? Affine.of(beginRow) : Affine.of(0);
    return compact(
        form, call, filter -> begin.at(Lines.line(form.output(), filter, row, d.column().index())), "c[m,e,f]",
        rows ? List.of(Stmt.index(beginRow, beginRows, d.row().index())) : List.of());
  }

  private KernelCall compact(Form form, CallBuilder call, Function<Affine, Expr> start, String startText) {
    return compact(form, call, start, startText, List.of());
  }

  private KernelCall compact(
      Form form, CallBuilder call, Function<Affine, Expr> start, String startText, List<Stmt> atRow) {
    Wiring wiring = form.wiring();
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Affine window = d.window().line(form.input(0), Affine.of(0), d.row(), d.column());
    Function<Affine, Expr> input = channel -> x.at(window.plus(channel));
    BiFunction<Local, Affine, List<Stmt>> store = (sum, filter) ->
        form.store(sum, y, Lines.line(form.output(), filter, d.row().index(), d.column().index()));
    CompactArrays arrays = CompactArrays.declare(call, wiring.name(), !planeByPlane());
    if (planeByPlane()) {
      return call.call(
          form.role(),
          form.formula("y[m,e,f]", startText + " + sum_rs W[m,r,s] x[m,e+r,f+s], m left"),
          purpose(form),
          planeTile(),
          new KeptPlanes(d, atRow, start, input, store).nest(arrays));
    }
    KeptChannels kept = new KeptChannels(
        wiring.weights(),
        List.of(d.tapRow(), d.tapColumn()),
        d.tapRow().index().times(d.tapColumn().count()).plus(d.tapColumn().index()),
        d.stretch(),
        start,
        input,
        store);
    return call.call(
        form.role(),
        form.formula("y[m,e,f]", startText + " + sum_crs W[m,c,r,s] x[c,e+r,f+s], m and c left"),
        purpose(form),
        kept.schedule(),
        Axis.nest(List.of(d.row()), atRow(atRow, Axis.nest(List.of(d.column()), kept.nest(arrays)))));
  }

  private static List<Stmt> atRow(List<Stmt> first, List<Stmt> body) {
    List<Stmt> all = new ArrayList<>(first);
    all.addAll(body);
    return all;
  }

  /** The same over kept weights under a bitmap. */
  KernelCall bitmap(Form form) {
    Wiring wiring = form.wiring();
    Axis filter = Axis.of("filter", layer.filters());
    CallBuilder call = builder(wiring);
    Expr start = start(call, wiring, filter.index());
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Local sum = Local.lanes("sum");
    Affine origin = d.window().origin(form.input(0), d.row(), d.column());
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, start));
    block.addAll(new KeptBits(wiring.weights().columns(), tap -> x.at(origin.plus(tap)))
        .addRow(call, wiring.name(), sum, filter));
    block.addAll(form.store(sum, y, Lines.line(form.output(), filter.index(), d.row().index(), d.column().index())));
    return call.call(
        form.role(),
        form.formula("y[m,e,f]", (layer.bias() ? "b[m] + " : "") + "sum_p v[p] x[window(e,f) + tap(p)], p a set bit of m"),
        purpose(form),
        d.sparseTile(),
        Lowering.lanes(List.of(d.row(), d.column()), d.stretch(), Axis.nest(List.of(filter), block)));
  }
}
