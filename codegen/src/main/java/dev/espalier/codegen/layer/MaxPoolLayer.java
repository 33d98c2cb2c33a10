package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.ActivationSpec;
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
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.ChannelFlow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The largest value of each window, channel by channel.
 *
 * @param size the window's height and width, or one number for both
 * @param stride vertical and horizontal, or one number for both; 0 stands for the window
 */
public record MaxPoolLayer(List<Integer> size, List<Integer> stride) implements Layer {
  static final String KIND = "MaxPool";

  public MaxPoolLayer {
    size = List.copyOf(size);
    stride = List.copyOf(stride);
  }

  static MaxPoolLayer read(AnnotationElements elements) {
    return new MaxPoolLayer(elements.integers("value"), elements.integers("stride"));
  }

  private Window window() {
    return Window.of(size, stride, List.of(0));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "max pool %s, %s -> %s".formatted(window(), inputs.getFirst(), output);
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    Checks.oneInput(name, this, inputs, problems);
    Window.check(name, "value", size, 1, "at least 1", problems);
    Window.check(name, "stride", stride, 0, "at least 1, or 0 for the window", problems);
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    if (!Checks.image(name, this, inputNames, inputs, problems)) {
      return null;
    }
    Shape input = inputs.getFirst();
    return window().over(name, inputNames.getFirst(), input, input.channels(), problems);
  }

  /** The backward pass finds the maximum again by comparing with it, so that it must be there as it was. */
  @Override
  public boolean keepsPreActivation(ActivationSpec activation) {
    return activation != null;
  }

  @Override
  public ChannelFlow flow() {
    return ChannelFlow.EACH;
  }

  @Override
  public long otherOperations(List<Shape> inputs, Shape output) {
    return (long) output.size() * (window().taps() - 1);
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    return Lowering.of(this, wiring, this::result, () -> backward(wiring));
  }

  /** {@code y[c,e,f] = max_rs x[c,e st + r,f st + s]}. */
  private KernelCall result(Form form) {
    Wiring wiring = form.wiring();
    Window w = window();
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Pooled p = Pooled.of(wiring.shape(), call.left(form, 0));
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Local most = Local.lanes("most");
    Affine tap = w.line(form.input(0), p.channel().index(), p.row(), p.column());
    Affine first = p.channel().times(form.input(0).planeLines()).plus(w.origin(form.input(0), p.row(), p.column()));
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(most, x.at(first)));
    block.addAll(
        Axis.nest(List.of(w.rows(), w.columns()), List.of(Stmt.assign(most, most.read().max(x.at(tap))))));
    block.addAll(form.store(most, y, p.line(form.output())));
    return call.call(
        form.role(),
        form.formula("y[c,e,f]", "max_rs x[c,e+r,f+s]"),
        form.purpose("max over windows of " + wiring.inputs().getFirst().name()),
        KernelSchedule.PLAIN,
        Lowering.lanes(p.axes(), block));
  }

  private List<KernelCall> backward(Wiring wiring) {
    return wiring.inputs().getFirst().needsGradient() ? List.of(inputGradient(wiring)) : List.of();
  }

  /**
   * The first maximum of a window, in scan order, takes the whole gradient: what is left of it is given to the tap that
   * equals the maximum, and nothing is left for later ones.
   */
  private KernelCall inputGradient(Wiring wiring) {
    Wiring.Source input = wiring.inputs().getFirst();
    Window w = window();
    Pooled p = Pooled.of(wiring.shape());
    boolean kept = keepsPreActivation(wiring.activation());
    Layout resultLayout = kept ? wiring.output().halo(0, 0) : wiring.output();
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = call.laned("y", Access.READ, new Operand.Value(kept ? wiring.pre() : wiring.name()));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Scatter scatter = Scatter.into(call, input, w, wiring.shape());
    Local most = Local.lanes("most");
    Local left = Local.lanes("left");
    Local given = Local.lanes("given");
    Affine tap = w.line(input.training(), p.channel().index(), p.row(), p.column());
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(most, y.at(p.line(resultLayout))));
    block.add(Stmt.define(left, dy.at(p.line(wiring.output()))));
    Expr share =
        Expr.select(Expr.Comparison.EQUAL, x.at(tap), most.read(), left.read(), Expr.constant(0));
    block.addAll(
        Axis.nest(
            List.of(w.rows(), w.columns()),
            List.of(
                Stmt.define(given, share),
                scatter.add(tap, given.read()),
                Stmt.assign(left, left.read().minus(given.read())))));
    return call.call(
        "input gradient",
        "dx[c,e+r,f+s] += x[c,e+r,f+s] is the first to equal y[c,e,f] ? dy[c,e,f] : 0",
        Lowering.gradientPurpose(input),
        KernelSchedule.PLAIN,
        scatter.body(Lowering.lanes(p.axes(), block)));
  }
}
