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
import java.util.stream.Collectors;

/** The sum of two or more values of one shape: a residual connection. */
public record AddLayer() implements Layer {
  static final String KIND = "Add";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "sum of %d over %s".formatted(inputs.size(), output);
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    Checks.severalInputs(name, this, inputs, problems);
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    Shape first = inputs.getFirst();
    for (int i = 1; i < inputs.size(); i++) {
      if (!inputs.get(i).equals(first)) {
        problems.accept(
            Diagnostic.SHAPES_DIFFER.with(
                name, Checks.at(this), "have one shape", inputNames.getFirst(), first,
                inputNames.get(i), inputs.get(i)));
        return null;
      }
    }
    return first;
  }

  @Override
  public ChannelFlow flow() {
    return ChannelFlow.SUM;
  }

  @Override
  public long otherOperations(List<Shape> inputs, Shape output) {
    return (inputs.size() - 1L) * output.size();
  }

  @Override
  public boolean runsOverColumns() {
    return true;
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    return Lowering.of(this, wiring, this::result, () -> backward(wiring));
  }

  /** {@code y = f(x0 + x1 + ...)}. */
  private KernelCall result(Form form) {
    Wiring wiring = form.wiring();
    int count = wiring.inputs().size();
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Layout[] layouts = new Layout[count + 1];
    List<Buffer> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      layouts[i] = form.input(i);
      inputs.add(Lowering.input(call, wiring, i, "x" + i));
    }
    layouts[count] = form.output();
    Buffer y = form.declareResult(call);
    Lines lines = Lines.over(wiring.shape(), call.left(form), layouts);
    Expr total = inputs.getFirst().at(lines.at().getFirst());
    for (int i = 1; i < count; i++) {
      total = total.plus(inputs.get(i).at(lines.at().get(i)));
    }
    Local sum = Local.lanes("sum");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, total));
    block.addAll(form.store(sum, y, lines.at().getLast()));
    return call.call(
        form.role(),
        form.formula("y", inputs.stream().map(Buffer::name).collect(Collectors.joining(" + "))),
        form.purpose(wiring.inputs().stream().map(Wiring.Source::name).collect(Collectors.joining(" + "))),
        KernelSchedule.PLAIN,
        lines.nest(block));
  }

  /** {@code dx_i = dy} for every input. */
  private List<KernelCall> backward(Wiring wiring) {
    return wiring.inputs().stream().filter(Wiring.Source::needsGradient).map(i -> inputGradient(wiring, i)).toList();
  }

  private KernelCall inputGradient(Wiring wiring, Wiring.Source input) {
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dx = Lowering.inputGradient(call, input, "dx");
    Lines lines = Lines.over(wiring.shape(), wiring.output(), input.training());
    Affine to = lines.at().getLast();
    return call.call(
        "input gradient",
        "dx" + Lowering.sign(input) + "dy",
        Lowering.gradientPurpose(input),
        KernelSchedule.PLAIN,
        lines.nest(List.of(Lowering.storeGradient(input, dx, to, dy.at(lines.at().getFirst())))));
  }
}
