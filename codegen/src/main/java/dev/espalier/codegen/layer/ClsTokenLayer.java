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
import dev.espalier.codegen.layer.Extra.Life;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A learned token before the others: {@code y[c,0] = v[c], y[c,t+1] = x[c,t]} (Devlin et al.: "BERT", 2019). */
public record ClsTokenLayer() implements Layer {
  static final String KIND = "ClsToken";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "class token before " + inputs.getFirst();
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    Checks.oneInput(name, this, inputs, problems);
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    Shape shape = inputs.getFirst();
    return Checks.sequence(name, this, inputNames, inputs, problems)
        ? Shape.of(shape.width() + 1, shape.channels())
        : null;
  }

  @Override
  public WeightGeometry weights(List<Shape> inputs) {
    return WeightGeometry.table(1, inputs.getFirst().channels());
  }

  @Override
  public boolean makesMask(boolean masked) {
    return masked;
  }

  @Override
  public List<Extra> extras(List<Shape> inputs, Shape output, boolean masked) {
    return masked ? EmbeddingLayer.mask(output.width()) : List.of();
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
    LayerKernels kernels = Lowering.of(this, wiring, this::result, () -> backward(wiring));
    return wiring.isMasked() ? kernels.followedBy(EmbeddingLayer.columns(wiring, wiring.shape().width())) : kernels;
  }

  private static Axis feature(Wiring wiring) {
    return Axis.of("feature", wiring.shape().channels());
  }

  private KernelCall result(Form form) {
    Wiring wiring = form.wiring();
    Axis feature = feature(wiring);
    int tokens = wiring.shape().width();
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer token = call.floats("token", Access.READ, new Operand.Weight(wiring.name()));
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Local first = Local.lanes("first");
    List<Stmt> one = new ArrayList<>();
    one.add(Stmt.define(first, Expr.constant(0).plus(token.at(feature.index()))));
    one.addAll(form.store(first, y, Lines.feature(form.output(), feature)));
    List<Stmt> body = new ArrayList<>(Lowering.lanes(List.of(feature), one));
    Local other = Local.lanes("other");
    List<Stmt> rest = new ArrayList<>();
    rest.add(Stmt.define(other, x.at(Lines.feature(form.input(0), feature))));
    rest.addAll(form.store(other, y, Lines.feature(form.output(), feature).plus(1)));
    body.addAll(Lowering.lanes(List.of(feature), tokens - 1, rest));
    if (wiring.isMasked()) {
      Buffer before = call.laned("before", Access.READ, new Operand.Value(wiring.mask()));
      Buffer valid = call.laned("valid", Access.WRITE, new Operand.Value(wiring.extra(EmbeddingLayer.VALID)));
      body.addAll(Lowering.lanes(List.of(), List.of(Stmt.store(valid, Affine.of(0), Expr.constant(1)))));
      // A mask is written whole, whatever is in use.
      Axis place = Axis.of("place", tokens - 1);
      body.addAll(Lowering.lanes(
          List.of(place), List.of(Stmt.store(valid, place.index().plus(1), before.at(place.index())))));
    }
    return call.call(
        form.role(),
        form.formula("y[c,0], y[c,t+1]", "v[c], x[c,t]"),
        form.purpose("token, " + wiring.inputs().getFirst().name()),
        KernelSchedule.PLAIN,
        body);
  }

  private List<KernelCall> backward(Wiring wiring) {
    List<KernelCall> calls = new ArrayList<>(List.of(tokenGradient(wiring)));
    if (wiring.inputs().getFirst().needsGradient()) {
      calls.add(inputGradient(wiring));
    }
    return calls;
  }

  /** {@code dv[c] = sum_lanes dy[c,0]}. */
  private KernelCall tokenGradient(Wiring wiring) {
    Axis feature = feature(wiring);
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dv = call.floats("dv", Access.WRITE, new Operand.WeightGradient(wiring.name()));
    Local sum = Local.lanes("sum");
    return call.call(
        "token gradient",
        "dv[c] = sum_lanes dy[c,0]",
        "gradient of the token of " + wiring.name(),
        KernelSchedule.PLAIN,
        Axis.nest(
            List.of(feature),
            List.of(
                Stmt.define(sum, Expr.constant(0)),
                Stmt.lanes(Lowering.LANE, Stmt.add(sum, dy.at(Lines.feature(wiring.output(), feature)))),
                Stmt.store(dv, feature.index(), Expr.sumLanes(sum)))));
  }

  /** {@code dx[c,t] = dy[c,t+1]}. */
  private KernelCall inputGradient(Wiring wiring) {
    Wiring.Source input = wiring.inputs().getFirst();
    Axis feature = feature(wiring);
    int tokens = wiring.shape().width();
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dx = Lowering.inputGradient(call, input, "dx");
    return call.call(
        "input gradient",
        "dx[c,t]" + Lowering.sign(input) + "dy[c,t+1]",
        Lowering.gradientPurpose(input),
        KernelSchedule.PLAIN,
        Lowering.lanes(
            List.of(feature),
            tokens - 1,
            List.of(Lowering.storeGradient(
                input, dx, Lines.feature(input.training(), feature),
                dy.at(Lines.feature(wiring.output(), feature).plus(1))))));
  }
}
