package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.ConstantTable;
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
import dev.espalier.dsl.Positions;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A vector added to each token that depends on its place alone: {@code y[c,t] = x[c,t] + P[t,c]}. */
public record PositionalEmbeddingLayer(Positions positions) implements Layer {
  static final String KIND = "PositionalEmbedding";

  static PositionalEmbeddingLayer read(AnnotationElements elements) {
    return new PositionalEmbeddingLayer(elements.constant("value", Positions.class));
  }

  private boolean isLearned() {
    return positions == Positions.LEARNED;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return (isLearned() ? "learned" : "sinusoidal") + " places over " + output;
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    Checks.oneInput(name, this, inputs, problems);
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    return Checks.sequence(name, this, inputNames, inputs, problems) ? inputs.getFirst() : null;
  }

  @Override
  public WeightGeometry weights(List<Shape> inputs) {
    Shape shape = inputs.getFirst();
    return isLearned() ? WeightGeometry.table(shape.width(), shape.channels()) : null;
  }

  @Override
  public boolean runsOverColumns() {
    return true;
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    return Lowering.of(this, wiring, this::result, () -> backward(wiring));
  }

  private static Affine place(Wiring wiring, Axis feature, Axis token) {
    return token.times(wiring.shape().channels()).plus(feature.index());
  }

  private static Axis feature(Wiring wiring) {
    return Axis.of("feature", wiring.shape().channels());
  }

  /** {@code y[c,t] = f(x[c,t] + P[t,c])}. */
  private KernelCall result(Form form) {
    Wiring wiring = form.wiring();
    Axis feature = feature(wiring);
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Axis token = call.columns("token", wiring.shape().width());
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer places = call.floats("places", Access.READ, isLearned()
        ? new Operand.Weight(wiring.name())
        : new Operand.Constants(
            wiring.name(), new ConstantTable.Sinusoids(token.count(), feature.count())));
    Buffer y = form.declareResult(call);
    Local sum = Local.lanes("sum");
    List<Stmt> block = new ArrayList<>();
    Expr value = x.at(Lines.feature(form.input(0), feature).plus(token.index()));
    block.add(Stmt.define(sum, value.plus(places.at(place(wiring, feature, token)))));
    block.addAll(form.store(sum, y, Lines.feature(form.output(), feature).plus(token.index())));
    return call.call(
        form.role(),
        form.formula("y[c,t]", "x[c,t] + P[t,c]"),
        form.purpose(wiring.inputs().getFirst().name() + " + places"),
        KernelSchedule.PLAIN,
        Lowering.lanes(List.of(feature, token), block));
  }

  private List<KernelCall> backward(Wiring wiring) {
    List<KernelCall> calls = new ArrayList<>();
    if (isLearned()) {
      calls.add(placeGradient(wiring));
    }
    calls.addAll(Copy.backward(this, wiring));
    return calls;
  }

  /** {@code dP[t,c] = sum_lanes dy[c,t]}. */
  private KernelCall placeGradient(Wiring wiring) {
    Axis feature = feature(wiring);
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Axis token = call.columns("token", wiring.shape().width());
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dp = call.floats("dp", Access.WRITE, new Operand.WeightGradient(wiring.name()));
    Local sum = Local.lanes("sum");
    List<Stmt> body = new ArrayList<>();
    if (token.counted() != null) {
      Axis place = Axis.of("place", token.count() * feature.count());
      body.addAll(Axis.nest(List.of(place), List.of(Stmt.store(dp, place.index(), Expr.constant(0)))));
    }
    body.addAll(Axis.nest(
        List.of(feature, token),
        List.of(
            Stmt.define(sum, Expr.constant(0)),
            Stmt.lanes(
                Lowering.LANE, Stmt.add(sum, dy.at(Lines.feature(wiring.output(), feature).plus(token.index())))),
            Stmt.store(dp, place(wiring, feature, token), Expr.sumLanes(sum)))));
    return call.call(
        "place gradient",
        "dP[t,c] = sum_lanes dy[c,t]",
        "gradient of the places of " + wiring.name(),
        KernelSchedule.PLAIN,
        body);
  }
}
