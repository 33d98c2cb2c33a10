package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.model.ChannelFlow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The mean of each window, channel by channel; padding counts as zeros.
 *
 * @param size the window's height and width, or one number for both
 * @param stride vertical and horizontal, or one number for both; 0 stands for the window
 * @param padding vertical and horizontal, or one number for both
 */
public record AvgPoolLayer(List<Integer> size, List<Integer> stride, List<Integer> padding) implements Layer {
  static final String KIND = "AvgPool";

  public AvgPoolLayer {
    size = List.copyOf(size);
    stride = List.copyOf(stride);
    padding = List.copyOf(padding);
  }

  static AvgPoolLayer read(AnnotationElements elements) {
    return new AvgPoolLayer(elements.integers("value"), elements.integers("stride"), elements.integers("padding"));
  }

  private Window window() {
    return Window.of(size, stride, padding);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "average pool %s, %s -> %s".formatted(window(), inputs.getFirst(), output);
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    Checks.oneInput(name, this, inputs, problems);
    Window.check(name, "stride", stride, 0, "at least 1, or 0 for the window", problems);
    if (Window.check(name, "value", size, 1, "at least 1", problems)) {
      List<Integer> half = size.stream().map(s -> s / 2).toList();
      Window.check(
          name, "padding", padding, 0, half, "at least 0 and at most half the window " + Window.text(size), problems);
    }
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    if (!Checks.image(name, this, inputNames, inputs, problems)) {
      return null;
    }
    Shape input = inputs.getFirst();
    return window().over(name, inputNames.getFirst(), input, input.channels(), problems);
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
    return window().padHeight() == 0 && window().padWidth() == 0 ? ChannelFlow.EACH : ChannelFlow.PADDED;
  }

  @Override
  public long otherOperations(List<Shape> inputs, Shape output) {
    return (long) output.size() * window().taps();
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    return Lowering.of(this, wiring, this::result, () -> backward(wiring));
  }

  private float share() {
    return 1f / window().taps();
  }

  /** {@code y[c,e,f] = 1/RS sum_rs x[c,e st + r,f st + s]}. */
  private KernelCall result(Form form) {
    Wiring wiring = form.wiring();
    Window w = window();
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Pooled p = Pooled.of(wiring.shape(), call.left(form, 0));
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Local sum = Local.lanes("sum");
    Local mean = Local.lanes("mean");
    Affine tap = w.line(form.input(0), p.channel().index(), p.row(), p.column());
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, Expr.constant(0)));
    block.addAll(Axis.nest(List.of(w.rows(), w.columns()), List.of(Stmt.add(sum, x.at(tap)))));
    block.add(Stmt.define(mean, sum.read().times(share())));
    block.addAll(form.store(mean, y, p.line(form.output())));
    return call.call(
        form.role(),
        form.formula("y[c,e,f]", "1/RS sum_rs x[c,e+r,f+s]"),
        form.purpose("mean over windows of " + wiring.inputs().getFirst().name()),
        KernelSchedule.PLAIN,
        Lowering.lanes(p.axes(), block));
  }

  private List<KernelCall> backward(Wiring wiring) {
    return wiring.inputs().getFirst().needsGradient() ? List.of(inputGradient(wiring)) : List.of();
  }

  /** {@code dx[c,e st + r,f st + s] += dy[c,e,f] / RS}. */
  private KernelCall inputGradient(Wiring wiring) {
    Wiring.Source input = wiring.inputs().getFirst();
    Window w = window();
    Pooled p = Pooled.of(wiring.shape());
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Scatter scatter = Scatter.into(call, input, w, wiring.shape());
    Local given = Local.lanes("given");
    Affine tap = w.line(input.training(), p.channel().index(), p.row(), p.column());
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(given, dy.at(p.line(wiring.output())).times(share())));
    block.addAll(Axis.nest(List.of(w.rows(), w.columns()), List.of(scatter.add(tap, given.read()))));
    return call.call(
        "input gradient",
        "dx[c,e+r,f+s] += dy[c,e,f] / RS",
        Lowering.gradientPurpose(input),
        KernelSchedule.PLAIN,
        scatter.body(Lowering.lanes(p.axes(), block)));
  }
}
