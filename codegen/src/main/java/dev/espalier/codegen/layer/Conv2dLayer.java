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
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.ChannelFlow;
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

  /** The largest stride at which vectors, most of whose results are strode over, are faster than numbers. */
  private static final int MOST_BETWEEN = 4;

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
  public ChannelFlow flow() {
    return ChannelFlow.OWN;
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
    Conv2dForms trained = new Conv2dForms(this, d);
    Conv2dForms forms = new Conv2dForms(frozen, d);
    LayerKernels kernels = Lowering.of(
        this,
        wiring,
        form -> form.training() ? trained.dense(form) : forms.dense(form),
        forms::rows,
        forms::panels,
        () -> frozen.single(wiring.frozen(), d),
        () -> new Conv2dGradients(wiring, d, bias, summary).calls());
    SparseStep kept = wiring.weights().isDense()
        ? null
        : new Conv2dGradients(wiring, d, bias, summary)
            .kept(Lowering.forward(this, wiring, trained::rows));
    return Lowering.packed(
        kernels.with(null, null, kept), wiring, forms::strips, forms::bitmap, forms::compact, forms::begun);
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

  /**
   * One sample's result from all weights and from kept weights, lines being floats. Where the planes of input and
   * result have rows of one length, a plane is one stretch, and what is written between its rows becomes zero again.
   */
  private List<KernelCall> single(Wiring wiring, Dims d) {
    Layout between = between(wiring.inputs().getFirst().inference(), wiring.shape());
    if (between != null) {
      return strided(wiring, d, between);
    }
    int rowLines = wiring.inputs().getFirst().inference().rowLines();
    Layout output = wiring.inferenceOutput();
    Window w = window();
    boolean plane = w.strideHeight() == 1 && w.strideWidth() == 1 && rowLines == output.rowLines();
    Dims one = plane ? d.plane(rowLines) : d;
    List<KernelCall> calls = new ArrayList<>();
    Conv2dForms forms = new Conv2dForms(this, one, true);
    calls.add(forms.dense(Form.inference(wiring, "single inference")));
    calls.add(forms.rows(Form.inference(wiring, "single row inference")));
    if (wiring.compact()) {
      calls.add(forms.compact(Form.inference(wiring, "single compact inference")));
    }
    if (wiring.begins()) {
      calls.add(forms.begun(Form.inference(wiring, "single begun inference")));
    }
    if (plane && d.row().isLoop() && rowLines > wiring.shape().width()) {
      calls.add(clearBetween(wiring, output));
    }
    if (Form.followsInPlace(wiring)) {
      calls.add(Lowering.activateInPlace(Form.inference(wiring, "activation")));
    }
    return calls;
  }

  /**
   * One sample's result where windows stride: vectors over neighbouring columns, those that are strode over among them, and
   * the others picked. Where sums begin with constants, place by place, only those that count are computed.
   */
  private List<KernelCall> strided(Wiring wiring, Dims d, Layout between) {
    List<KernelCall> calls = new ArrayList<>();
    Conv2dForms all = new Conv2dForms(this, d.between(between.width()), true);
    calls.add(all.dense(Form.inference(wiring, "single inference").into(wiring.between(), between)));
    calls.add(all.rows(Form.inference(wiring, "single row inference").into(wiring.between(), between)));
    if (wiring.compact()) {
      calls.add(all.compact(Form.inference(wiring, "single compact inference").into(wiring.between(), between)));
    }
    if (wiring.begins()) {
      calls.add(new Conv2dForms(this, d, true).begun(Form.inference(wiring, "single begun inference")));
    }
    calls.add(pick(wiring, between));
    if (Form.followsInPlace(wiring)) {
      calls.add(Lowering.activateInPlace(Form.inference(wiring, "activation")));
    }
    return calls;
  }

  private KernelCall pick(Wiring wiring, Layout between) {
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Axis filter = Axis.of("filter", filters).over(call.left(Form.inference(wiring, "pick")));
    Axis row = Axis.of("row", wiring.shape().height());
    Axis column = Axis.of("column", wiring.shape().width());
    Buffer x = call.laned("x", Access.READ, new Operand.Value(wiring.between()));
    Buffer y = call.laned("y", Access.WRITE, new Operand.Value(wiring.name()));
    Affine from = Lines.line(between, filter.index(), row.index(), column.times(window().strideWidth()));
    Affine to = Lines.line(wiring.inferenceOutput(), filter.index(), row.index(), column.index());
    return call.call(
        "pick",
        "y[m,e,f] = x[m,e," + window().strideWidth() + " f]",
        "every " + window().strideWidth() + "th column of " + wiring.name(),
        Tiles.copied(column),
        Lowering.lanes(List.of(), Axis.nest(List.of(filter, row, column), List.of(Stmt.store(y, to, x.at(from))))));
  }

  /** Whole vectors where the input's rows reach so far, else to the last place that counts. */
  @Override
  public Layout between(Layout input, Shape output) {
    Window w = window();
    if (w.strideWidth() == 1 || w.strideWidth() > MOST_BETWEEN || output.width() == 1) {
      return null;
    }
    int reach = w.dilationWidth() * (w.width() - 1) + input.padWidth() - w.padWidth();
    int whole = output.width() * w.strideWidth();
    int columns = reach + whole <= input.rowLines() ? whole : whole - w.strideWidth() + 1;
    return columns < Stmt.Lanes.LONGEST_VECTOR ? null : Layout.image(filters, output.height(), columns);
  }

  @Override
  public boolean movesByPixel() {
    return window().strideHeight() == 1 && window().strideWidth() == 1;
  }

  private KernelCall clearBetween(Wiring wiring, Layout output) {
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Axis filter = Axis.of("filter", filters).over(call.left(Form.inference(wiring, "halo")));
    Axis row = Axis.of("row", wiring.shape().height() - 1);
    Buffer y = call.laned("y", Access.WRITE, new Operand.Value(wiring.name()));
    Affine end = Lines.line(output, filter.index(), row.index(), Affine.of(wiring.shape().width()));
    return call.call(
        "halo",
        "y[m,e,f] = 0, f outside the image",
        "zeros between the rows of " + wiring.name(),
        KernelSchedule.PLAIN,
        Lowering.lanes(
            List.of(),
            output.rowLines() - wiring.shape().width(),
            Axis.nest(List.of(filter, row), List.of(Stmt.store(y, end, Expr.constant(0))))));
  }
}
