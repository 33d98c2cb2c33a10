package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Two-dimensional convolution (cross-correlation), W of shape {@code [filters][channels / groups][R][S]}. The input
 * lies in planes with a halo of zeros, so that every tap is an affine offset and no bounds are checked.
 *
 * @param kernel R and S, or one number for both
 * @param stride vertical and horizontal, or one number for both
 * @param padding vertical and horizontal, or one number for both
 */
public record Conv2dLayer(
    int filters, List<Integer> kernel, List<Integer> stride, List<Integer> padding, int groups, boolean bias)
    implements Layer {
  static final String KIND = "Conv2d";

  public Conv2dLayer {
    kernel = List.copyOf(kernel);
    stride = List.copyOf(stride);
    padding = List.copyOf(padding);
  }

  static Conv2dLayer read(AnnotationElements elements) {
    return new Conv2dLayer(
        elements.integer("filters"),
        elements.integers("kernel"),
        elements.integers("stride"),
        elements.integers("padding"),
        elements.integer("groups"),
        elements.flag("bias"));
  }

  private Window window() {
    return Window.of(kernel, stride, padding);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "convolution %s, %s -> %s%s".formatted(
        window(), inputs.getFirst(), output, groups == 1 ? "" : ", " + groups + " groups");
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    Checks.oneInput(name, this, inputs, problems);
    Checks.atLeastOne(name, "filters", filters, problems);
    Checks.atLeastOne(name, "groups", groups, problems);
    Window.check(name, "stride", stride, 1, "at least 1", problems);
    if (Window.check(name, "kernel", kernel, 1, "at least 1", problems)) {
      List<Integer> most = kernel.stream().map(k -> k - 1).toList();
      String range = "at least 0 and below the kernel " + Window.text(kernel);
      Window.check(name, "padding", padding, 0, most, range, problems);
    }
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    if (!Checks.image(name, this, inputNames, inputs, problems)) {
      return null;
    }
    Shape input = inputs.getFirst();
    if (input.channels() % groups != 0 || filters % groups != 0) {
      String legal =
          IntStream.rangeClosed(1, Math.min(input.channels(), filters))
              .filter(g -> input.channels() % g == 0 && filters % g == 0)
              .mapToObj(Integer::toString)
              .collect(Collectors.joining(", ", "{", "}"));
      problems.accept(Diagnostic.GROUPS_DO_NOT_DIVIDE.with(name, groups, input.channels(), filters, legal));
      return null;
    }
    return window().over(name, inputNames.getFirst(), input, filters, problems);
  }

  @Override
  public WeightGeometry weights(List<Shape> inputs) {
    Shape input = inputs.getFirst();
    Window w = window();
    return new WeightGeometry(
        filters, input.channels(), input.height(), input.width(), w.height(), w.width(), w.strideHeight(),
        w.strideWidth(), w.padHeight(), w.padWidth(), groups, bias);
  }

  @Override
  public List<Granularity> granularities() {
    return List.of(Granularity.ELEMENT, Granularity.VECTOR, Granularity.BLOCK, Granularity.KERNEL, Granularity.FILTER,
        Granularity.CHANNEL, Granularity.N_OF_M, Granularity.COLUMN_COMBINED, Granularity.LAYER);
  }

  @Override
  public int padHeight() {
    return window().padHeight();
  }

  @Override
  public int padWidth() {
    return window().padWidth();
  }

  @Override
  public long otherOperations(List<Shape> inputs, Shape output) {
    return bias ? output.size() : 0;
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    return Lowering.packed(
        Lowering.of(this, wiring, this::result, this::rowResult, this::panelResult, () -> backward(wiring)),
        wiring, this::stripResult, this::bitmapResult);
  }

  /** The dimensions of one convolution, and the indices that they make. */
  private record Dims(Window window, Axis group, Axis filter, Axis channel, Axis tapRow, Axis tapColumn, Axis row,
      Axis column) {

    /** W[m,c,r,s]. */
    Affine weight() {
      return filterIndex()
          .times(channel.count()).plus(channel.index())
          .times(tapRow.count()).plus(tapRow.index())
          .times(tapColumn.count()).plus(tapColumn.index());
    }

    /** m, the filter over all groups. */
    Affine filterIndex() {
      return group.times(filter.count()).plus(filter.index());
    }

    /** c, the channel over all groups. */
    Affine channelIndex() {
      return group.times(channel.count()).plus(channel.index());
    }

    /** Where filters share their input, tiles run over filters; where each group has one filter, over groups. */
    Axis rows() {
      return filter.isLoop() ? filter : group;
    }

    /** What a weight gradient's tile runs over beside the rows. */
    Axis columns() {
      return tapColumn.isLoop() ? tapColumn : channel;
    }
  }

  private Dims dims(Wiring wiring) {
    Shape input = wiring.inputs().getFirst().shape();
    Window w = window();
    return new Dims(
        w,
        Axis.of("group", groups),
        Axis.of("filter", filters / groups),
        Axis.of("channel", input.channels() / groups),
        w.rows(),
        w.columns(),
        Axis.of("row", wiring.shape().height()),
        Axis.of("column", wiring.shape().width()));
  }

  private CallBuilder builder(Wiring wiring) {
    return new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
  }

  private Expr start(CallBuilder call, Wiring wiring, Affine filter) {
    return bias ? call.floats("bias", Access.READ, new Operand.Bias(wiring.name())).at(filter) : Expr.constant(0);
  }

  private String purpose(Form form) {
    return form.purpose("W * " + form.wiring().inputs().getFirst().name() + (bias ? " + b" : ""));
  }

  /**
   * {@code y[m,e,f] = act(b[m] + sum_crs W[m,c,r,s] x[c,e st + r,f st + s])}. Output positions outside, so that a
   * window's lines stay in the first cache while all filters pass over them.
   */
  private KernelCall result(Form form) {
    Wiring wiring = form.wiring();
    Dims d = dims(wiring);
    CallBuilder call = builder(wiring);
    Buffer weights = call.floats("weights", Access.READ, new Operand.Weight(wiring.name()));
    Expr start = start(call, wiring, d.filterIndex());
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Local sum = Local.lanes("sum");
    Affine tap = d.window().line(form.input(0), d.channelIndex(), d.row(), d.column());
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, start));
    block.addAll(
        Axis.nest(
            List.of(d.channel(), d.tapRow(), d.tapColumn()),
            List.of(Stmt.addProduct(sum, weights.at(d.weight()), x.at(tap)))));
    block.addAll(form.store(sum, y, Lines.line(form.output(), d.filterIndex(), d.row().index(), d.column().index())));
    return call.call(
        form.role(),
        form.formula("y[m,e,f]", (bias ? "b[m] + " : "") + "sum_crs W[m,c,r,s] x[c,e+r,f+s]"),
        purpose(form),
        Tiles.rowsByLanes(d.rows(), Lowering.LANE),
        Lowering.lanes(List.of(d.row(), d.column()), Axis.nest(List.of(d.group(), d.filter()), block)));
  }

  /** The same over kept weights: {@code y[m,e,f] = act(b[m] + sum_p v[p] x[window(e,f) + tap[p]])}, p in row m. */
  private KernelCall rowResult(Form form) {
    Wiring wiring = form.wiring();
    Dims d = dims(wiring);
    Axis filter = Axis.of("filter", filters);
    CallBuilder call = builder(wiring);
    KeptRows rows = KeptRows.declare(call, wiring);
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
        form.formula("y[m,e,f]", (bias ? "b[m] + " : "") + "sum_p v[p] x[window(e,f) + tap[p]], p in row m"),
        purpose(form),
        Tiles.sparseRow(Lowering.LANE),
        Lowering.lanes(List.of(d.row(), d.column()), Axis.nest(List.of(filter), block)));
  }

  /** The same over kept weights in panels of two filters. */
  private KernelCall panelResult(Form form) {
    Wiring wiring = form.wiring();
    Dims d = dims(wiring);
    CallBuilder call = builder(wiring);
    Buffer bias = this.bias ? call.floats("bias", Access.READ, new Operand.Bias(wiring.name())) : null;
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Affine origin = d.window().origin(form.input(0), d.row(), d.column());
    KeptPanels panels = new KeptPanels(
        filters,
        filter -> bias == null ? Expr.constant(0) : bias.at(filter),
        tap -> x.at(origin.plus(tap)),
        (sum, filter) ->
            form.store(sum, y, Lines.line(form.output(), filter, d.row().index(), d.column().index())));
    return call.call(
        form.role(),
        form.formula(
            "y[m,e,f]", (this.bias ? "b[m] + " : "") + "sum_p v[p] x[window(e,f) + tap[p]], p in row m, rows in pairs"),
        purpose(form),
        Tiles.sparseRow(Lowering.LANE),
        Axis.nest(List.of(d.row(), d.column()), panels.nest(call, wiring.name())));
  }

  /** The same over kept weights in strips of filters that share their columns. */
  private KernelCall stripResult(Form form) {
    Wiring wiring = form.wiring();
    Dims d = dims(wiring);
    CallBuilder call = builder(wiring);
    Buffer bias = this.bias ? call.floats("bias", Access.READ, new Operand.Bias(wiring.name())) : null;
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Affine origin = d.window().origin(form.input(0), d.row(), d.column());
    KeptStrips strips = new KeptStrips(
        filters,
        wiring.stripRows(),
        wiring.stripOrdered(),
        this.bias,
        filter -> bias == null ? Expr.constant(0) : bias.at(filter),
        tap -> x.at(origin.plus(tap)),
        (sum, filter) ->
            form.store(sum, y, Lines.line(form.output(), filter, d.row().index(), d.column().index())));
    return call.call(
        form.role(),
        form.formula(
            "y[m,e,f]", (this.bias ? "b[m] + " : "") + "sum_k v[k] x[window(e,f) + tap[k]], k in the strip of m"),
        purpose(form),
        strips.schedule(),
        Axis.nest(List.of(d.row(), d.column()), strips.nest(call, wiring.name())));
  }

  /** The same over kept weights under a bitmap. */
  private KernelCall bitmapResult(Form form) {
    Wiring wiring = form.wiring();
    Dims d = dims(wiring);
    Axis filter = Axis.of("filter", filters);
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
        form.formula("y[m,e,f]", (bias ? "b[m] + " : "") + "sum_p v[p] x[window(e,f) + tap(p)], p a set bit of m"),
        purpose(form),
        Tiles.sparseRow(Lowering.LANE),
        Lowering.lanes(List.of(d.row(), d.column()), Axis.nest(List.of(filter), block)));
  }

  private List<KernelCall> backward(Wiring wiring) {
    List<KernelCall> calls = new ArrayList<>();
    calls.add(weightGradient(wiring));
    if (bias) {
      calls.add(biasGradient(wiring));
    }
    if (wiring.inputs().getFirst().needsGradient()) {
      calls.add(inputGradient(wiring));
    }
    return calls;
  }

  /**
   * {@code dW[m,c,r,s] = sum_ef sum_lanes dy[m,e,f] x[c,e st + r,f st + s]}, one output row after the other, so that
   * the lines of one row stay in the cache while all weights pass over them.
   */
  private KernelCall weightGradient(Wiring wiring) {
    Dims d = dims(wiring);
    boolean severalRows = d.row().isLoop();
    CallBuilder call = builder(wiring);
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer dy = Lowering.outputGradient(call, wiring);
    Operand gradient = new Operand.WeightGradient(wiring.name());
    Buffer dw = call.floats("dw", severalRows ? Access.UPDATE : Access.WRITE, gradient);
    Local sum = Local.lanes("sum");
    Affine tap = d.window().line(wiring.inputs().getFirst().training(), d.channelIndex(), d.row(), d.column());
    Affine out = Lines.line(wiring.output(), d.filterIndex(), d.row().index(), d.column().index());
    List<Stmt> sums = new ArrayList<>();
    sums.add(Stmt.define(sum, Expr.constant(0)));
    sums.addAll(Lowering.lanes(List.of(d.column()), List.of(Stmt.addProduct(sum, dy.at(out), x.at(tap)))));
    sums.add(new Stmt.Store(dw, d.weight(), Expr.sumLanes(sum), severalRows));
    List<Stmt> body = new ArrayList<>();
    if (severalRows) {
      Axis weight = Axis.of("weight", wiring.weights().size());
      body.addAll(Axis.nest(List.of(weight), List.of(Stmt.store(dw, weight.index(), Expr.constant(0)))));
    }
    body.addAll(
        Axis.nest(List.of(d.row(), d.group(), d.filter(), d.channel(), d.tapRow(), d.tapColumn()), sums));
    return call.call(
        "weight gradient",
        "dW[m,c,r,s] = sum_ef sum_lanes dy[m,e,f] x[c,e+r,f+s]",
        "gradient of the weights of " + wiring.name(),
        Tiles.rowsByColumns(d.rows(), d.columns()),
        body);
  }

  /** {@code db[m] = sum_ef sum_lanes dy[m,e,f]}. */
  private KernelCall biasGradient(Wiring wiring) {
    Dims d = dims(wiring);
    Axis filter = Axis.of("filter", filters);
    CallBuilder call = new CallBuilder(wiring, "bias of " + wiring.shape());
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer db = call.floats("db", Access.WRITE, new Operand.BiasGradient(wiring.name()));
    Local sum = Local.lanes("sum");
    Affine out = Lines.line(wiring.output(), filter.index(), d.row().index(), d.column().index());
    List<Stmt> sums = new ArrayList<>();
    sums.add(Stmt.define(sum, Expr.constant(0)));
    sums.addAll(Lowering.lanes(List.of(d.row(), d.column()), List.of(Stmt.add(sum, dy.at(out)))));
    sums.add(Stmt.store(db, filter.index(), Expr.sumLanes(sum)));
    return call.call(
        "bias gradient",
        "db[m] = sum_ef sum_lanes dy[m,e,f]",
        "gradient of the bias of " + wiring.name(),
        KernelSchedule.PLAIN,
        Axis.nest(List.of(filter), sums));
  }

  /**
   * {@code dx[c,e st + r,f st + s] += sum_m W[m,c,r,s] dy[m,e,f]}: every output position scatters into its window,
   * which is right for every stride. What lands in the halo is never read.
   */
  private KernelCall inputGradient(Wiring wiring) {
    Wiring.Source input = wiring.inputs().getFirst();
    Dims d = dims(wiring);
    CallBuilder call = builder(wiring);
    Buffer weights = call.floats("weights", Access.READ, new Operand.Weight(wiring.name()));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Scatter scatter = Scatter.into(call, input, d.window(), wiring.shape());
    Local sum = Local.lanes("sum");
    Affine tap = d.window().line(input.training(), d.channelIndex(), d.row(), d.column());
    Affine out = Lines.line(wiring.output(), d.filterIndex(), d.row().index(), d.column().index());
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, Expr.constant(0)));
    block.addAll(
        Axis.nest(List.of(d.filter()), List.of(Stmt.addProduct(sum, weights.at(d.weight()), dy.at(out)))));
    block.add(scatter.add(tap, sum.read()));
    return call.call(
        "input gradient",
        "dx[c,e+r,f+s] += sum_m W[m,c,r,s] dy[m,e,f]",
        Lowering.gradientPurpose(input),
        Tiles.rowsByLanes(d.channel().isLoop() ? d.channel() : d.tapColumn(), Lowering.LANE),
        scatter.body(
            Lowering.lanes(
                List.of(d.row(), d.column()),
                Axis.nest(List.of(d.group(), d.channel(), d.tapRow(), d.tapColumn()), block))));
  }
}
