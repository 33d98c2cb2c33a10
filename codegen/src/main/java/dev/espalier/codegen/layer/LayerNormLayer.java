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
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Figures;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Normalises the features of each token, or of a vector: {@code y[c] = g[c] (x[c] - m) r + b[c]}, m the mean and r one over
 * the deviation of the token's features (Ba, Kiros, Hinton 2016). A training step keeps m and r of each token.
 */
public record LayerNormLayer(double epsilon) implements Layer {
  static final String KIND = "LayerNorm";
  private static final String MEAN = "mean";
  private static final String SCALE = "scale";

  static LayerNormLayer read(AnnotationElements elements) {
    return new LayerNormLayer(elements.number("epsilon"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "normalisation of " + output.channels() + " features"
        + (output.isSequence() ? " of each of " + output.width() + " tokens" : "");
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    Checks.oneInput(name, this, inputs, problems);
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      problems.accept(Diagnostic.ELEMENT_RANGE.with(name, "epsilon", Figures.of(epsilon), "finite and above 0"));
    }
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    Shape shape = inputs.getFirst();
    return !shape.isImage() || Checks.sequence(name, this, inputNames, inputs, problems) ? shape : null;
  }

  @Override
  public WeightGeometry weights(List<Shape> inputs) {
    return WeightGeometry.scale(inputs.getFirst().channels());
  }

  @Override
  public List<Extra> extras(List<Shape> inputs, Shape output, boolean masked) {
    return List.of(
        new Extra(MEAN, output.width(), Life.GRADIENTS), new Extra(SCALE, output.width(), Life.GRADIENTS));
  }

  @Override
  public long otherOperations(List<Shape> inputs, Shape output) {
    return 6L * output.size();
  }

  @Override
  public boolean runsOverColumns() {
    return true;
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    return Lowering.of(this, wiring, this::result, () -> backward(wiring));
  }

  private static Axis feature(Wiring wiring) {
    return Axis.of("feature", wiring.shape().channels());
  }

  /** Tokens and their samples lie side by side: a feature of all tokens is one stretch. */
  private static int tokens(Wiring wiring) {
    return wiring.shape().width();
  }

  private static CallBuilder builder(Wiring wiring, String summary) {
    return new CallBuilder(wiring, summary);
  }

  private CallBuilder builder(Wiring wiring) {
    return builder(wiring, describe(wiring.inputShapes(), wiring.shape()));
  }

  /** {@code m = sum_c x[c] / E, r = 1 / sqrt(sum_c (x[c] - m)^2 / E + epsilon), y[c] = f(g[c] (x[c] - m) r + b[c])}. */
  private KernelCall result(Form form) {
    Wiring wiring = form.wiring();
    Axis feature = feature(wiring);
    Affine at = Lines.feature(form.input(0), feature);
    CallBuilder call = builder(wiring);
    Buffer scales = call.floats("scales", Access.READ, new Operand.Weight(wiring.name()));
    Buffer shifts = call.floats("shifts", Access.READ, new Operand.Bias(wiring.name()));
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Local sum = Local.lanes("sum");
    Local mean = Local.lanes("mean");
    Local squares = Local.lanes("squares");
    Local distance = Local.lanes("distance");
    Local scale = Local.lanes("scale");
    Local value = Local.lanes("value");
    float share = 1f / feature.count();
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, Expr.constant(0)));
    block.addAll(Axis.nest(List.of(feature), List.of(Stmt.add(sum, x.at(at)))));
    block.add(Stmt.define(mean, sum.read().times(share)));
    block.add(Stmt.define(squares, Expr.constant(0)));
    block.addAll(Axis.nest(
        List.of(feature),
        List.of(
            Stmt.define(distance, x.at(at).minus(mean.read())),
            Stmt.addProduct(squares, distance.read(), distance.read()))));
    Expr deviation = squares.read().timesPlus(Expr.constant(share), Expr.constant((float) epsilon)).sqrt();
    block.add(Stmt.define(scale, Expr.constant(1).dividedBy(deviation)));
    if (form.training()) {
      Buffer means = call.laned("means", Access.WRITE, new Operand.Value(wiring.extra(MEAN)));
      Buffer kept = call.laned("kept", Access.WRITE, new Operand.Value(wiring.extra(SCALE)));
      block.add(Stmt.store(means, Affine.of(0), mean.read()));
      block.add(Stmt.store(kept, Affine.of(0), scale.read()));
    }
    List<Stmt> results = new ArrayList<>();
    results.add(Stmt.define(
        value,
        x.at(at).minus(mean.read()).times(scale.read())
            .timesPlus(scales.at(feature.index()), shifts.at(feature.index()))));
    results.addAll(form.store(value, y, Lines.feature(form.output(), feature)));
    block.addAll(Axis.nest(List.of(feature), results));
    return call.call(
        form.role(),
        form.formula("y[c]", "g[c] (x[c] - m) r + b[c], m mean and r one over deviation over c"),
        form.purpose("normalised " + wiring.inputs().getFirst().name()),
        KernelSchedule.PLAIN,
        Lowering.lanes(List.of(), tokens(wiring), block));
  }

  private List<KernelCall> backward(Wiring wiring) {
    List<KernelCall> calls = new ArrayList<>(List.of(scaleGradient(wiring), shiftGradient(wiring)));
    if (wiring.inputs().getFirst().needsGradient()) {
      calls.add(inputGradient(wiring));
    }
    return calls;
  }

  /** {@code dg[c] = sum_t sum_lanes dy[c,t] (x[c,t] - m[t]) r[t]}. */
  private KernelCall scaleGradient(Wiring wiring) {
    Axis feature = feature(wiring);
    Affine at = Lines.feature(wiring.inputs().getFirst().training(), feature);
    CallBuilder call = builder(wiring);
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer means = call.laned("means", Access.READ, new Operand.Value(wiring.extra(MEAN)));
    Buffer scales = call.laned("scales", Access.READ, new Operand.Value(wiring.extra(SCALE)));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dg = call.floats("dg", Access.WRITE, new Operand.WeightGradient(wiring.name()));
    Local sum = Local.lanes("sum");
    Expr normal = x.at(at).minus(means.at(0)).times(scales.at(0));
    return call.call(
        "scale gradient",
        "dg[c] = sum_t sum_lanes dy[c,t] (x[c,t] - m[t]) r[t]",
        "gradient of the scales of " + wiring.name(),
        KernelSchedule.PLAIN,
        sums(wiring, feature, sum, Stmt.addProduct(sum, dy.at(Lines.feature(wiring.output(), feature)), normal), dg));
  }

  /** {@code db[c] = sum_t sum_lanes dy[c,t]}. */
  private static KernelCall shiftGradient(Wiring wiring) {
    Axis feature = feature(wiring);
    CallBuilder call = builder(wiring, "shifts of " + feature.count() + " features");
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer db = call.floats("db", Access.WRITE, new Operand.BiasGradient(wiring.name()));
    Local sum = Local.lanes("sum");
    return call.call(
        "shift gradient",
        "db[c] = sum_t sum_lanes dy[c,t]",
        "gradient of the shifts of " + wiring.name(),
        KernelSchedule.PLAIN,
        sums(wiring, feature, sum, Stmt.add(sum, dy.at(Lines.feature(wiring.output(), feature))), db));
  }

  private static List<Stmt> sums(Wiring wiring, Axis feature, Local sum, Stmt add, Buffer to) {
    return Axis.nest(
        List.of(feature),
        List.of(
            Stmt.define(sum, Expr.constant(0)),
            Stmt.lanes(Lowering.LANE, tokens(wiring), add),
            Stmt.store(to, feature.index(), Expr.sumLanes(sum))));
  }

  /** {@code dx[c] = r (d[c] - sum_c d[c] / E - n[c] sum_c d[c] n[c] / E), d = g dy, n = (x - m) r}. */
  private KernelCall inputGradient(Wiring wiring) {
    Wiring.Source input = wiring.inputs().getFirst();
    Axis feature = feature(wiring);
    Affine at = Lines.feature(input.training(), feature);
    CallBuilder call = builder(wiring);
    Buffer gains = call.floats("gains", Access.READ, new Operand.Weight(wiring.name()));
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer means = call.laned("means", Access.READ, new Operand.Value(wiring.extra(MEAN)));
    Buffer scales = call.laned("scales", Access.READ, new Operand.Value(wiring.extra(SCALE)));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dx = Lowering.inputGradient(call, input, "dx");
    Local mean = Local.lanes("mean");
    Local scale = Local.lanes("scale");
    Local sum = Local.lanes("sum");
    Local products = Local.lanes("products");
    Local gain = Local.lanes("gain");
    Local normal = Local.lanes("normal");
    float share = 1f / feature.count();
    List<Stmt> values = List.of(
        Stmt.define(gain, dy.at(Lines.feature(wiring.output(), feature)).times(gains.at(feature.index()))),
        Stmt.define(normal, x.at(at).minus(mean.read()).times(scale.read())));
    List<Stmt> first = new ArrayList<>(values);
    first.add(Stmt.add(sum, gain.read()));
    first.add(Stmt.addProduct(products, gain.read(), normal.read()));
    List<Stmt> second = new ArrayList<>(values);
    second.add(Lowering.storeGradient(input, dx, at,
        gain.read().minus(sum.read().times(share)).minus(normal.read().times(products.read()).times(share))
            .times(scale.read())));
    List<Stmt> block = new ArrayList<>(List.of(
        Stmt.define(mean, means.at(0)),
        Stmt.define(scale, scales.at(0)),
        Stmt.define(sum, Expr.constant(0)),
        Stmt.define(products, Expr.constant(0))));
    block.addAll(Axis.nest(List.of(feature), first));
    block.addAll(Axis.nest(List.of(feature), second));
    return call.call(
        "input gradient",
        "dx[c]" + Lowering.sign(input) + "r (d[c] - sum d / E - n[c] sum d n / E), d = g dy, n = (x - m) r",
        Lowering.gradientPurpose(input),
        KernelSchedule.PLAIN,
        Lowering.lanes(List.of(), tokens(wiring), block));
  }
}
