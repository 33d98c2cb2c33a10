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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The features of the first token: {@code y[c] = x[c,0]}. */
public record ClassFeaturesLayer() implements Layer {
  static final String KIND = "ClassFeatures";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "class token of " + inputs.getFirst();
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
    return 0;
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

  private KernelCall result(Form form) {
    Wiring wiring = form.wiring();
    Axis feature = Axis.of("feature", wiring.shape().channels());
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Local value = Local.lanes("value");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(value, x.at(Lines.feature(form.input(0), feature))));
    block.addAll(form.store(value, y, feature.index()));
    return call.call(
        form.role(),
        form.formula("y[c]", "x[c,0]"),
        form.purpose("class token of " + wiring.inputs().getFirst().name()),
        KernelSchedule.PLAIN,
        Lowering.lanes(List.of(feature), block));
  }

  /** {@code dx[c,0] = dy[c]}, and 0 for the other tokens. */
  private KernelCall inputGradient(Wiring wiring) {
    Wiring.Source input = wiring.inputs().getFirst();
    Axis feature = Axis.of("feature", wiring.shape().channels());
    int tokens = input.shape().width();
    Affine first = Lines.feature(input.training(), feature);
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dx = Lowering.inputGradient(call, input, "dx");
    List<Stmt> body = new ArrayList<>(Lowering.lanes(
        List.of(feature),
        List.of(Lowering.storeGradient(input, dx, first, dy.at(feature.index())))));
    if (!input.accumulate() && tokens > 1) {
      body.addAll(Lowering.lanes(
          List.of(feature), tokens - 1, List.of(Stmt.store(dx, first.plus(1), Expr.constant(0)))));
    }
    return call.call(
        "input gradient",
        "dx[c,0]" + Lowering.sign(input) + "dy[c]",
        Lowering.gradientPurpose(input),
        KernelSchedule.PLAIN,
        body);
  }
}
