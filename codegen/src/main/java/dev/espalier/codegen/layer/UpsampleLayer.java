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
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.ChannelFlow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Nearest neighbour: every pixel becomes a window of equal ones.
 *
 * @param factor vertical and horizontal repetitions, or one number for both
 */
public record UpsampleLayer(List<Integer> factor) implements Layer {
  static final String KIND = "Upsample";

  public UpsampleLayer {
    factor = List.copyOf(factor);
  }

  static UpsampleLayer read(AnnotationElements elements) {
    return new UpsampleLayer(elements.integers("value"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "nearest neighbour %s -> %s".formatted(inputs.getFirst(), output);
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    Checks.oneInput(name, this, inputs, problems);
    Window.check(name, "value", factor, 1, "at least 1", problems);
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    if (!Checks.image(name, this, inputNames, inputs, problems)) {
      return null;
    }
    Shape input = inputs.getFirst();
    long height = (long) input.height() * factor.getFirst();
    long width = (long) input.width() * factor.getLast();
    if (height > Integer.MAX_VALUE || width > Integer.MAX_VALUE) {
      problems.accept(Diagnostic.TOO_LARGE.with(name, height * width, "values", Integer.MAX_VALUE));
      return null;
    }
    return Shape.of(input.channels(), (int) height, (int) width);
  }

  @Override
  public ChannelFlow flow() {
    return ChannelFlow.EACH;
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    return Lowering.of(this, wiring, this::result, () -> backward(wiring));
  }

  private Axis rows() {
    return Axis.of("copyRow", factor.getFirst());
  }

  private Axis columns() {
    return Axis.of("copyColumn", factor.getLast());
  }

  /** The line of a copy of a pixel. */
  private Affine copy(Layout layout, Pooled p) {
    Affine row = p.row().times(factor.getFirst()).plus(rows().index());
    Affine column = p.column().times(factor.getLast()).plus(columns().index());
    return Lines.line(layout, p.channel().index(), row, column);
  }

  /** {@code y[c,kh+r,kw+s] = x[c,h,w]}. */
  private KernelCall result(Form form) {
    Wiring wiring = form.wiring();
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Pooled p = Pooled.of(wiring.inputs().getFirst().shape(), call.left(form, 0));
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Local value = Local.lanes("v");
    Local result = Local.lanes("result");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(value, x.at(p.line(form.input(0)))));
    block.add(Stmt.define(result, Activations.apply(form.activation(), value, block)));
    block.addAll(Axis.nest(List.of(rows(), columns()), List.of(Stmt.store(y, copy(form.output(), p), result.read()))));
    return call.call(
        form.role(),
        form.formula("y[c,kh+r,kw+s]", "x[c,h,w]"),
        form.purpose("each of " + wiring.inputs().getFirst().name() + " repeated"),
        KernelSchedule.PLAIN,
        Lowering.lanes(p.axes(), block));
  }

  private List<KernelCall> backward(Wiring wiring) {
    return wiring.inputs().getFirst().needsGradient() ? List.of(inputGradient(wiring)) : List.of();
  }

  /** {@code dx[c,h,w] = sum_rs dy[c,kh+r,kw+s]}. */
  private KernelCall inputGradient(Wiring wiring) {
    Wiring.Source input = wiring.inputs().getFirst();
    Pooled p = Pooled.of(input.shape());
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dx = Lowering.inputGradient(call, input, "dx");
    Local sum = Local.lanes("sum");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, Expr.constant(0)));
    block.addAll(
        Axis.nest(List.of(rows(), columns()), List.of(Stmt.add(sum, dy.at(copy(wiring.output(), p))))));
    block.add(Lowering.storeGradient(input, dx, p.line(input.training()), sum.read()));
    return call.call(
        "input gradient",
        "dx[c,h,w]" + Lowering.sign(input) + "sum_rs dy[c,kh+r,kw+s]",
        Lowering.gradientPurpose(input),
        KernelSchedule.PLAIN,
        Lowering.lanes(p.axes(), block));
  }
}
