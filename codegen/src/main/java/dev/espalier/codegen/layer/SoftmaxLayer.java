package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.ActivationSpec;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.runtime.diagnostic.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Probabilities over the features of a vector, the largest of which is taken from all before their powers. */
public record SoftmaxLayer() implements Layer {
  static final String KIND = "Softmax";

  /** How often the power of a small part is squared: {@code exp(x) = exp(x / 16)^16}. */
  private static final int SQUARINGS = 4;

  /** Smallest exponent: {@code exp} of it is the smallest normal float, and about 1e-38. */
  private static final float LEAST = -87;

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "softmax over " + output;
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    Checks.oneInput(name, this, inputs, problems);
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    return Checks.vector(name, this, inputNames, inputs, problems) ? inputs.getFirst() : null;
  }

  /** The backward pass reads the probabilities. */
  @Override
  public boolean keepsPreActivation(ActivationSpec activation) {
    return activation != null;
  }

  @Override
  public long otherOperations(List<Shape> inputs, Shape output) {
    return 4L * output.size();
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    return Lowering.of(this, wiring, this::result, () -> backward(wiring));
  }

  private static Axis feature(Wiring wiring) {
    return Axis.of("feature", wiring.shape().size());
  }

  /** {@code y[i] = exp(x[i] - max x) / sum_j exp(x[j] - max x)}. */
  private KernelCall result(Form form) {
    Wiring wiring = form.wiring();
    Axis feature = feature(wiring);
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Local largest = Local.lanes("largest");
    Local sum = Local.lanes("sum");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(largest, x.at(0)));
    block.addAll(Axis.nest(
        List.of(feature), List.of(Stmt.assign(largest, largest.read().max(x.at(feature.index()))))));
    block.add(Stmt.define(sum, Expr.constant(0)));
    List<Stmt> adding = new ArrayList<>();
    Local part = power("part", x.at(feature.index()), largest, adding);
    adding.add(Stmt.add(sum, part.read()));
    block.addAll(Axis.nest(List.of(feature), adding));
    List<Stmt> dividing = new ArrayList<>();
    Local own = power("own", x.at(feature.index()), largest, dividing);
    Local share = Local.lanes("share");
    dividing.add(Stmt.define(share, own.read().dividedBy(sum.read())));
    dividing.addAll(form.store(share, y, feature.index()));
    block.addAll(Axis.nest(List.of(feature), dividing));
    return call.call(
        form.role(),
        form.formula("y[i]", "exp(x[i] - max x) / sum_j exp(x[j] - max x)"),
        form.purpose("softmax of " + wiring.inputs().getFirst().name()),
        KernelSchedule.PLAIN,
        Lowering.lanes(List.of(), block));
  }

  /** {@code exp(x - largest)} for an exponent of at most 0, by {@code exp(2 a) = (1 + tanh a) / (1 - tanh a)}. */
  private static Local power(String name, Expr x, Local largest, List<Stmt> block) {
    Local tanh = Local.lanes(name + "Tanh");
    float half = 0.5f / (1 << SQUARINGS);
    block.add(Stmt.define(tanh, x.minus(largest.read()).max(LEAST).times(half).tanh()));
    Local power = Local.lanes(name);
    block.add(Stmt.define(power, tanh.read().plus(1).dividedBy(Expr.constant(1).minus(tanh.read()))));
    for (int i = 0; i < SQUARINGS; i++) {
      block.add(Stmt.assign(power, power.read().times(power.read())));
    }
    return power;
  }

  private List<KernelCall> backward(Wiring wiring) {
    return wiring.inputs().getFirst().needsGradient() ? List.of(inputGradient(wiring)) : List.of();
  }

  /** {@code dx[i] = p[i] (dy[i] - sum_j dy[j] p[j])}. */
  private KernelCall inputGradient(Wiring wiring) {
    Wiring.Source input = wiring.inputs().getFirst();
    Axis feature = feature(wiring);
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer p = call.laned(
        "p", Access.READ, new Operand.Value(wiring.activation() == null ? wiring.name() : wiring.pre()));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dx = Lowering.inputGradient(call, input, "dx");
    Local mean = Local.lanes("mean");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(mean, Expr.constant(0)));
    block.addAll(Axis.nest(
        List.of(feature), List.of(Stmt.addProduct(mean, dy.at(feature.index()), p.at(feature.index())))));
    block.addAll(Axis.nest(
        List.of(feature),
        List.of(Lowering.storeGradient(input, dx, feature.index(),
            dy.at(feature.index()).minus(mean.read()).times(p.at(feature.index()))))));
    return call.call(
        "input gradient",
        "dx[i]" + Lowering.sign(input) + "p[i] (dy[i] - sum_j dy[j] p[j])",
        Lowering.gradientPurpose(input),
        KernelSchedule.PLAIN,
        Lowering.lanes(List.of(), block));
  }
}
