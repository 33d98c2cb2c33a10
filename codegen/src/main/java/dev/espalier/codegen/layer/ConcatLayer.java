package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
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
import java.util.stream.Collectors;

/** Two or more values one after the other along their first axis; the other extents agree. */
public record ConcatLayer() implements Layer {
  static final String KIND = "Concat";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "concatenation %s -> %s".formatted(
        inputs.stream().map(Shape::toString).collect(Collectors.joining(", ")), output);
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    Checks.severalInputs(name, this, inputs, problems);
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    if (!Checks.noSequence(name, this, inputNames, inputs, problems)) {
      return null;
    }
    Shape first = inputs.getFirst();
    List<Integer> rest = first.extents().subList(1, first.rank());
    long channels = first.channels();
    for (int i = 1; i < inputs.size(); i++) {
      Shape other = inputs.get(i);
      if (!other.extents().subList(1, other.rank()).equals(rest)) {
        problems.accept(
            Diagnostic.SHAPES_DIFFER.with(
                name, Checks.at(this), "agree in all extents but the first", inputNames.getFirst(), first,
                inputNames.get(i), other));
        return null;
      }
      channels += other.channels();
    }
    if (channels > Integer.MAX_VALUE) {
      problems.accept(Diagnostic.TOO_LARGE.with(name, channels, "channels", Integer.MAX_VALUE));
      return null;
    }
    List<Integer> extents = new ArrayList<>(first.extents());
    extents.set(0, (int) channels);
    return new Shape(extents);
  }

  @Override
  public ChannelFlow flow() {
    return ChannelFlow.JOINED;
  }

  @Override
  public long otherOperations(List<Shape> inputs, Shape output) {
    return 0;
  }

  @Override
  public boolean runsOverColumns() {
    return true;
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    return Lowering.of(this, wiring, this::result, () -> backward(wiring));
  }

  /** Where one input's values lie in it and in the result, whose channels begin with those of the inputs before. */
  private static Lines part(Wiring wiring, int index, Axis.Left left, Layout input, Layout whole) {
    int before = wiring.inputs().subList(0, index).stream().mapToInt(s -> s.shape().channels()).sum();
    Shape shape = wiring.inputs().get(index).shape();
    Lines lines = Lines.over(shape, left, input, whole);
    Affine shifted = lines.at().getLast().plus(before * whole.planeLines());
    return new Lines(lines.axes(), lines.stretch(), List.of(lines.at().getFirst(), shifted));
  }

  /** {@code y = f(x0, x1, ...)}, one after the other. */
  private KernelCall result(Form form) {
    Wiring wiring = form.wiring();
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    List<Buffer> inputs = new ArrayList<>();
    for (int i = 0; i < wiring.inputs().size(); i++) {
      inputs.add(Lowering.input(call, wiring, i, "x" + i));
    }
    Buffer y = form.declareResult(call);
    Local value = Local.lanes("v");
    List<Stmt> body = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Lines lines = part(wiring, i, call.left(form, i), form.input(i), form.output());
      List<Stmt> block = new ArrayList<>();
      block.add(Stmt.define(value, inputs.get(i).at(lines.at().getFirst())));
      block.addAll(form.store(value, y, lines.at().getLast()));
      body.addAll(lines.nest(block));
    }
    return call.call(
        form.role(),
        form.formula("y", inputs.stream().map(Buffer::name).collect(Collectors.joining(", ", "[", "]"))),
        form.purpose(
            wiring.inputs().stream().map(Wiring.Source::name).collect(Collectors.joining(", ", "[", "]"))),
        KernelSchedule.PLAIN,
        body);
  }

  /** {@code dx_i} is its part of dy. */
  private List<KernelCall> backward(Wiring wiring) {
    List<KernelCall> calls = new ArrayList<>();
    for (int i = 0; i < wiring.inputs().size(); i++) {
      Wiring.Source input = wiring.inputs().get(i);
      if (input.needsGradient()) {
        calls.add(inputGradient(wiring, i, input));
      }
    }
    return calls;
  }

  private KernelCall inputGradient(Wiring wiring, int index, Wiring.Source input) {
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dx = Lowering.inputGradient(call, input, "dx");
    Lines lines = part(wiring, index, null, input.training(), wiring.output());
    return call.call(
        "input gradient",
        "dx" + Lowering.sign(input) + "dy[part " + index + "]",
        Lowering.gradientPurpose(input),
        KernelSchedule.PLAIN,
        lines.nest(List.of(
                Lowering.storeGradient(input, dx, lines.at().getFirst(), dy.at(lines.at().getLast())))));
  }
}
