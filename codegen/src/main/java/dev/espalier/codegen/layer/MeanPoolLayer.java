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
import dev.espalier.runtime.diagnostic.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The mean over the tokens that are some. */
public record MeanPoolLayer() implements Layer {
  static final String KIND = "MeanPool";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "mean of tokens %s -> %s".formatted(inputs.getFirst(), output);
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    Checks.oneInput(name, this, inputs, problems);
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    return Checks.sequence(name, this, inputNames, inputs, problems) ? Shape.of(inputs.getFirst().channels()) : null;
  }

  @Override
  public long otherOperations(List<Shape> inputs, Shape output) {
    return inputs.getFirst().size();
  }

  @Override
  public boolean runsOverColumns() {
    return true;
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    return Lowering.of(
        this,
        wiring,
        this::result,
        () -> wiring.inputs().getFirst().needsGradient() ? List.of(inputGradient(wiring)) : List.of());
  }

  private static Axis token(CallBuilder call, Wiring wiring) {
    return call.columns("token", wiring.inputs().getFirst().shape().width());
  }

  private static Axis feature(Wiring wiring) {
    return Axis.of("feature", wiring.shape().channels());
  }

  /** Defines one over the number of tokens that are some; with none of them it is 1. */
  private static void share(Axis token, Buffer valid, Local share, List<Stmt> block) {
    if (valid == null) {
      block.add(Stmt.define(share, Expr.constant(1f / token.count())));
      return;
    }
    Local count = Local.lanes("count");
    block.add(Stmt.define(count, Expr.constant(0)));
    block.addAll(Axis.nest(List.of(token), List.of(Stmt.add(count, valid.at(token.index())))));
    block.add(Stmt.define(share, Expr.constant(1).dividedBy(count.read().max(1))));
  }

  private static Buffer valid(CallBuilder call, Wiring wiring) {
    return wiring.isMasked() ? call.laned("valid", Access.READ, new Operand.Value(wiring.mask())) : null;
  }

  /** {@code y[c] = f(sum_t valid[t] x[c,t] / sum_t valid[t])}. */
  private KernelCall result(Form form) {
    Wiring wiring = form.wiring();
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Axis token = token(call, wiring);
    Axis feature = feature(wiring);
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer valid = valid(call, wiring);
    Buffer y = form.declareResult(call);
    Local share = Local.lanes("share");
    Local sum = Local.lanes("sum");
    Local mean = Local.lanes("mean");
    Affine at = Lines.feature(form.input(0), feature).plus(token.index());
    List<Stmt> block = new ArrayList<>();
    share(token, valid, share, block);
    List<Stmt> one = new ArrayList<>();
    one.add(Stmt.define(sum, Expr.constant(0)));
    one.addAll(Axis.nest(
        List.of(token),
        List.of(valid == null ? Stmt.add(sum, x.at(at)) : Stmt.addProduct(sum, valid.at(token.index()), x.at(at)))));
    one.add(Stmt.define(mean, sum.read().times(share.read())));
    one.addAll(form.store(mean, y, feature.index()));
    block.addAll(Axis.nest(List.of(feature), one));
    return call.call(
        form.role(),
        form.formula("y[c]", "sum_t valid[t] x[c,t] / sum_t valid[t]"),
        form.purpose("mean over the tokens of " + wiring.inputs().getFirst().name()),
        KernelSchedule.PLAIN,
        Lowering.lanes(List.of(), block));
  }

  /** {@code dx[c,t] = valid[t] dy[c] / sum_t valid[t]}. */
  private KernelCall inputGradient(Wiring wiring) {
    Wiring.Source input = wiring.inputs().getFirst();
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Axis token = token(call, wiring);
    Axis feature = feature(wiring);
    Buffer valid = valid(call, wiring);
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dx = Lowering.inputGradient(call, input, "dx");
    Local share = Local.lanes("share");
    Local part = Local.lanes("part");
    List<Stmt> block = new ArrayList<>();
    share(token, valid, share, block);
    List<Stmt> one = new ArrayList<>();
    one.add(Stmt.define(part, dy.at(feature.index()).times(share.read())));
    Expr gradient = valid == null ? part.read() : part.read().times(valid.at(token.index()));
    one.addAll(Axis.nest(
        List.of(token),
        List.of(Lowering.storeGradient(input, dx, Lines.feature(input.training(), feature).plus(token.index()), gradient))));
    block.addAll(Axis.nest(List.of(feature), one));
    return call.call(
        "input gradient",
        "dx[c,t]" + Lowering.sign(input) + "valid[t] dy[c] / sum_t valid[t]",
        Lowering.gradientPurpose(input),
        KernelSchedule.PLAIN,
        Lowering.lanes(List.of(), block));
  }
}
