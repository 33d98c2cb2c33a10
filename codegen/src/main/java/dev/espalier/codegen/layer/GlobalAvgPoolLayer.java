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

/** The mean of every channel. */
public record GlobalAvgPoolLayer() implements Layer {
  static final String KIND = "GlobalAvgPool";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "global average pool %s -> %s".formatted(inputs.getFirst(), output);
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    Checks.oneInput(name, this, inputs, problems);
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    return Checks.image(name, this, inputNames, inputs, problems) ? Shape.of(inputs.getFirst().channels()) : null;
  }

  @Override
  public ChannelFlow flow() {
    return ChannelFlow.EACH;
  }

  @Override
  public long otherOperations(List<Shape> inputs, Shape output) {
    return inputs.getFirst().size();
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    return Lowering.of(this, wiring, this::result, () -> backward(wiring));
  }

  private static float share(Pooled input) {
    return 1f / (input.row().count() * input.column().count());
  }

  /** {@code y[c] = 1/HW sum_hw x[c,h,w]}. */
  private KernelCall result(Form form) {
    Wiring wiring = form.wiring();
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Pooled p = Pooled.of(wiring.inputs().getFirst().shape(), call.left(form, 0));
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Local sum = Local.lanes("sum");
    Local mean = Local.lanes("mean");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, Expr.constant(0)));
    block.addAll(
        Axis.nest(List.of(p.row(), p.column()), List.of(Stmt.add(sum, x.at(p.line(form.input(0)))))));
    block.add(Stmt.define(mean, sum.read().times(share(p))));
    block.addAll(form.store(mean, y, p.channel().index()));
    return call.call(
        form.role(),
        form.formula("y[c]", "1/HW sum_hw x[c,h,w]"),
        form.purpose("mean over the channels of " + wiring.inputs().getFirst().name()),
        KernelSchedule.PLAIN,
        Lowering.lanes(List.of(p.channel()), block));
  }

  private List<KernelCall> backward(Wiring wiring) {
    return wiring.inputs().getFirst().needsGradient() ? List.of(inputGradient(wiring)) : List.of();
  }

  /** {@code dx[c,h,w] = dy[c] / HW}. */
  private KernelCall inputGradient(Wiring wiring) {
    Wiring.Source input = wiring.inputs().getFirst();
    Pooled p = Pooled.of(input.shape());
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dx = Lowering.inputGradient(call, input, "dx");
    Affine at = p.line(input.training());
    return call.call(
        "input gradient",
        "dx[c,h,w]" + Lowering.sign(input) + "dy[c] / HW",
        Lowering.gradientPurpose(input),
        KernelSchedule.PLAIN,
        Lowering.lanes(
            p.axes(),
            List.of(Lowering.storeGradient(input, dx, at, dy.at(p.channel().index()).times(share(p))))));
  }
}
