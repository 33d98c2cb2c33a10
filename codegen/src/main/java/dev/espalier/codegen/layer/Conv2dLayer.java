package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.LayerKernels.SparseStep;
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
import dev.espalier.runtime.memory.Layout;
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
 * @param dilation distance between taps, vertical and horizontal, or one number for both
 */
public record Conv2dLayer(
    int filters,
    List<Integer> kernel,
    List<Integer> stride,
    List<Integer> padding,
    List<Integer> dilation,
    int groups,
    boolean bias)
    implements Layer {
  static final String KIND = "Conv2d";

  public Conv2dLayer {
    kernel = List.copyOf(kernel);
    stride = List.copyOf(stride);
    padding = List.copyOf(padding);
    dilation = List.copyOf(dilation);
  }

  /** Taps side by side. */
  public Conv2dLayer(
      int filters, List<Integer> kernel, List<Integer> stride, List<Integer> padding, int groups, boolean bias) {
    this(filters, kernel, stride, padding, List.of(1), groups, bias);
  }

  static Conv2dLayer read(AnnotationElements elements) {
    return new Conv2dLayer(
        elements.integer("filters"),
        elements.integers("kernel"),
        elements.integers("stride"),
        elements.integers("padding"),
        elements.integers("dilation"),
        elements.integer("groups"),
        elements.flag("bias"));
  }

  private Window window() {
    return Window.of(kernel, stride, padding, dilation);
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
    boolean spread = Window.check(name, "dilation", dilation, 1, "at least 1", problems);
    if (Window.check(name, "kernel", kernel, 1, "at least 1", problems) && spread) {
      List<Integer> most = List.of(
          dilation.getFirst() * (kernel.getFirst() - 1), dilation.getLast() * (kernel.getLast() - 1));
      String range = dilation.stream().allMatch(d -> d == 1)
          ? "at least 0 and below the kernel " + Window.text(kernel)
          : "at least 0 and at most " + Window.text(most) + ", the dilated kernel's reach";
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
        w.strideWidth(), w.padHeight(), w.padWidth(), w.dilationHeight(), w.dilationWidth(), groups, bias);
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
  public int gradientPadHeight(List<Shape> inputs, Shape output, boolean pruned) {
    return window().gathers(inputs.getFirst(), output, pruned)
        ? window().gradientPadHeight(inputs.getFirst(), output) : 0;
  }

  @Override
  public int gradientPadWidth(List<Shape> inputs, Shape output, boolean pruned) {
    return window().gathers(inputs.getFirst(), output, pruned)
        ? window().gradientPadWidth(inputs.getFirst(), output) : 0;
  }

  @Override
  public long otherOperations(List<Shape> inputs, Shape output) {
    return bias ? output.size() : 0;
  }

  /** A convolution without dilation is written as it was before there was one: the network's hash rests on it. */
  @Override
  public String toString() {
    boolean apart = dilation.stream().anyMatch(d -> d != 1);
    return "Conv2dLayer[filters=" + filters + ", kernel=" + kernel + ", stride=" + stride + ", padding=" + padding
        + (apart ? ", dilation=" + dilation : "") + ", groups=" + groups + ", bias=" + bias + "]";
  }

  @Override
  public boolean takesNormalization() {
    return true;
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    Dims d = dims(wiring);
    String summary = describe(wiring.inputShapes(), wiring.shape());
    Conv2dLayer frozen =
        wiring.folded() == null ? this : new Conv2dLayer(filters, kernel, stride, padding, dilation, groups, true);
    LayerKernels kernels = Lowering.of(
        this,
        wiring,
        form -> form.training() ? result(form, d) : frozen.result(form, d),
        form -> frozen.rowResult(form, d),
        frozen::panelResult,
        () -> frozen.single(wiring.frozen(), d),
        () -> new Conv2dGradients(wiring, d, bias, summary).calls());
    SparseStep kept = wiring.weights().isDense()
        ? null
        : new Conv2dGradients(wiring, d, bias, summary)
            .kept(Lowering.forward(this, wiring, form -> rowResult(form, d)));
    return Lowering.packed(kernels.with(null, kept), wiring, frozen::stripResult, frozen::bitmapResult);
  }

  private Dims dims(Wiring wiring) {
    Shape input = wiring.inputs().getFirst().shape();
    Window w = window();
    boolean neighbours = w.strideWidth() == 1;
    int width = wiring.shape().width();
    return new Dims(
        w,
        Axis.of("group", groups),
        Axis.of("filter", filters / groups),
        Axis.of("channel", input.channels() / groups),
        w.rows(),
        w.columns(),
        Axis.of("row", wiring.shape().height()),
        Axis.of("column", neighbours ? 1 : width),
        neighbours ? width : 1);
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
  private KernelCall result(Form form, Dims d) {
    Wiring wiring = form.wiring();
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
        d.isDepthwise() ? d.sparseTile() : Tiles.rowsByLanes(d.rows(), Lowering.LANE),
        Lowering.lanes(
            List.of(d.row(), d.column()), d.stretch(), Axis.nest(List.of(d.group(), d.filter()), block)));
  }

  /** The same over kept weights: {@code y[m,e,f] = act(b[m] + sum_p v[p] x[window(e,f) + tap[p]])}, p in row m. */
  private KernelCall rowResult(Form form, Dims d) {
    Wiring wiring = form.wiring();
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
        d.sparseTile(),
        Lowering.lanes(List.of(d.row(), d.column()), d.stretch(), Axis.nest(List.of(filter), block)));
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
        d.stretch(),
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
        d.stretch(),
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
        d.sparseTile(),
        Lowering.lanes(List.of(d.row(), d.column()), d.stretch(), Axis.nest(List.of(filter), block)));
  }

  /**
   * One sample's result from all weights and from kept weights, lines being floats. Where the planes of input and
   * result have rows of one length, a plane is one stretch, and what is written between its rows becomes zero again.
   */
  private List<KernelCall> single(Wiring wiring, Dims d) {
    int rowLines = wiring.inputs().getFirst().inference().rowLines();
    Layout output = wiring.inferenceOutput();
    Window w = window();
    boolean plane = w.strideHeight() == 1 && w.strideWidth() == 1 && rowLines == output.rowLines();
    Dims one = plane ? d.plane(rowLines) : d;
    List<KernelCall> calls = new ArrayList<>();
    calls.add(result(Form.inference(wiring, "single inference"), one));
    calls.add(rowResult(Form.inference(wiring, "single row inference"), one));
    if (plane && d.row().isLoop() && rowLines > wiring.shape().width()) {
      calls.add(clearBetween(wiring, output));
    }
    if (Form.followsInPlace(wiring)) {
      calls.add(Lowering.activateInPlace(wiring, output));
    }
    return calls;
  }

  private KernelCall clearBetween(Wiring wiring, Layout output) {
    Axis filter = Axis.of("filter", filters);
    Axis row = Axis.of("row", wiring.shape().height() - 1);
    CallBuilder call = builder(wiring);
    Buffer y = call.laned("y", Access.WRITE, new Operand.Value(wiring.name()));
    Affine end = Lines.line(output, filter.index(), row.index(), Affine.of(wiring.shape().width()));
    return call.call(
        "halo",
        "y[m,e,f] = 0, f outside the image",
        "zeros between the rows of " + wiring.name(),
        KernelSchedule.PLAIN,
        Lowering.lanes(
            List.of(filter, row),
            output.rowLines() - wiring.shape().width(),
            List.of(Stmt.store(y, end, Expr.constant(0)))));
  }
}
