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

/** The mean over the tokens that are some; while a threshold of tokens is learned, by what they weigh. */
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
        () -> backward(wiring));
  }

  private List<KernelCall> backward(Wiring wiring) {
    if (!wiring.inputs().getFirst().needsGradient()) {
      return List.of();
    }
    return wiring.weighing().isWeighed()
        ? List.of(inputGradient(wiring), weightGradient(wiring))
        : List.of(inputGradient(wiring));
  }

  private static Axis token(CallBuilder call, Wiring wiring) {
    return call.columns("token", wiring.inputs().getFirst().shape().width());
  }

  private static Axis feature(Wiring wiring) {
    return Axis.of("feature", wiring.shape().channels());
  }

  /** Defines one over the number of tokens that are some; with none of them it is 1. */
  private static void share(Axis token, Buffer valid, float least, Local share, List<Stmt> block) {
    if (valid == null) {
      block.add(Stmt.define(share, Expr.constant(1f / token.count())));
      return;
    }
    Local count = Local.lanes("count");
    block.add(Stmt.define(count, Expr.constant(0)));
    block.addAll(Axis.nest(List.of(token), List.of(Stmt.add(count, valid.at(token.index())))));
    block.add(Stmt.define(share, Expr.constant(1).dividedBy(count.read().max(least))));
  }

  private static Buffer valid(CallBuilder call, Wiring wiring, TokenWeighing weighing) {
    return wiring.isMasked()
        ? call.laned(
            "valid", Access.READ, new Operand.Value(weighing.isWeighed() ? weighing.weights() : wiring.mask()))
        : null;
  }

  /** {@code y[c] = f(sum_t valid[t] x[c,t] / sum_t valid[t])}. */
  private KernelCall result(Form form) {
    Wiring wiring = form.wiring();
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Axis token = token(call, wiring);
    Axis feature = feature(wiring);
    Buffer x = Lowering.input(call, wiring, 0, "x");
    TokenWeighing weighing = form.training() ? wiring.weighing() : TokenWeighing.NONE;
    Buffer valid = valid(call, wiring, weighing);
    Buffer y = form.declareResult(call);
    Local share = Local.lanes("share");
    Local sum = Local.lanes("sum");
    Local mean = Local.lanes("mean");
    Affine at = Lines.feature(form.input(0), feature).plus(token.index());
    List<Stmt> block = new ArrayList<>();
    share(token, valid, TokensLayer.least(weighing), share, block);
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
    Buffer valid = valid(call, wiring, wiring.weighing());
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dx = Lowering.inputGradient(call, input, "dx");
    Local share = Local.lanes("share");
    Local part = Local.lanes("part");
    List<Stmt> block = new ArrayList<>();
    share(token, valid, TokensLayer.least(wiring.weighing()), share, block);
    List<Stmt> one = new ArrayList<>();
    one.add(Stmt.define(part, dy.at(feature.index()).times(share.read())));
    Expr gradient = valid == null ? part.read() : part.read().times(valid.at(token.index()));
    one.addAll(Axis.nest(
        List.of(token),
        List.of(Lowering.storeGradient(
            input, dx, Lines.feature(input.training(), feature).plus(token.index()), gradient))));
    block.addAll(Axis.nest(List.of(feature), one));
    return call.call(
        "input gradient",
        "dx[c,t]" + Lowering.sign(input) + "valid[t] dy[c] / sum_t valid[t]",
        Lowering.gradientPurpose(input),
        KernelSchedule.PLAIN,
        Lowering.lanes(List.of(), block));
  }

  /** {@code dlogw[t] += w[t] (a[t] - sum_u w[u] a[u] / W) / W, a[t] = sum_c dy[c] x[c,t]}. */
  private KernelCall weightGradient(Wiring wiring) {
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Axis token = token(call, wiring);
    Axis other = call.columns("other", token.count());
    Axis feature = feature(wiring);
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer w = valid(call, wiring, wiring.weighing());
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer pulls = call.laned("pulls", Access.UPDATE, new Operand.Value(wiring.weighing().pulls()));
    Local share = Local.lanes("share");
    Local total = Local.lanes("total");
    Local mean = Local.lanes("mean");
    Local own = Local.lanes("own");
    Local again = Local.lanes("again");
    List<Stmt> block = new ArrayList<>();
    share(token, w, TokensLayer.least(wiring.weighing()), share, block);
    block.add(Stmt.define(total, Expr.constant(0)));
    Affine line = Lines.feature(wiring.inputs().getFirst().training(), feature);
    List<Stmt> first = new ArrayList<>(product(feature, line.plus(token.index()), own, dy, x));
    first.add(Stmt.addProduct(total, own.read(), w.at(token.index())));
    block.addAll(Axis.nest(List.of(token), first));
    block.add(Stmt.define(mean, total.read().times(share.read())));
    List<Stmt> second = new ArrayList<>(product(feature, line.plus(other.index()), again, dy, x));
    second.add(Stmt.accumulate(
        pulls, other.index(), again.read().minus(mean.read()).times(w.at(other.index())).times(share.read())));
    block.addAll(Axis.nest(List.of(other), second));
    return call.call(
        "weight gradient",
        "dlogw[t] += w[t] (a[t] - sum_u w[u] a[u] / W) / W, a[t] = sum_c dy[c] x[c,t]",
        "gradient of what tokens weigh in " + wiring.name(),
        KernelSchedule.PLAIN,
        Lowering.lanes(List.of(), block));
  }

  private static List<Stmt> product(Axis feature, Affine at, Local sum, Buffer dy, Buffer x) {
    List<Stmt> stmts = new ArrayList<>(List.of(Stmt.define(sum, Expr.constant(0))));
    stmts.addAll(Axis.nest(
        List.of(feature),
        List.of(Stmt.addProduct(sum, dy.at(feature.index()), x.at(at)))));
    return stmts;
  }
}
