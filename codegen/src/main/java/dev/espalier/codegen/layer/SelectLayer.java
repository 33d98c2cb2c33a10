package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.Expr.Comparison;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Var;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.execution.LargestValues;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Keeps some values of each sample and sets the others to 0: what {@code @PruneActivations} puts behind a layer. The
 * gradient passes where the result is not 0.
 *
 * <p>The largest k are found for all lanes at once: {@value #ROUNDS} times the interval that holds the k-th magnitude is
 * halved by counting what reaches its middle. Magnitudes that differ by less than 2^-{@value #ROUNDS} of the largest are
 * equal.
 *
 * @param of the layer that carries the annotation
 */
public record SelectLayer(String of, Selection selection) implements Layer {
  /** Halvings of the interval from 0 to the largest magnitude: as many as a float has binary digits. */
  public static final int ROUNDS = LargestValues.ROUNDS;

  private static final String KIND = "PruneActivations";
  /** Counts of neighbouring vectors do not wait for one another. */
  private static final int VECTORS = 4;

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "keeps " + selection.text(output);
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    // The rules of the annotation have seen to it.
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    Shape shape = inputs.getFirst();
    return switch (selection) {
      case Selection.Neighbours(int n, int m) when shape.channels() % m != 0 -> {
        String what = shape.isImage() ? "channels" : "features";
        String legal = IntStream.rangeClosed(2, shape.channels())
            .filter(d -> shape.channels() % d == 0)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", ", "{", "}"));
        problems.accept(
            Diagnostic.SELECTION_DOES_NOT_DIVIDE.with(of, n, m, what, shape.channels() + " " + what, legal));
        yield null;
      }
      case Selection.Largest(int count) when count >= shape.size() -> keepsAll(count, shape, problems);
      case Selection.Share _ when shape.size() == 1 -> keepsAll(1, shape, problems);
      default -> shape;
    };
  }

  private Shape keepsAll(int count, Shape shape, Consumer<Problem> problems) {
    problems.accept(Diagnostic.SELECTION_KEEPS_ALL.with(of, count, shape.size(), shape.size() - 1));
    return null;
  }

  @Override
  public long otherOperations(List<Shape> inputs, Shape output) {
    return selection.operations(output);
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    return Lowering.of(this, wiring, this::result, () -> backward(wiring));
  }

  KernelCall result(Form form) {
    Wiring wiring = form.wiring();
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    String purpose = form.purpose("what is kept of " + wiring.inputs().getFirst().name());
    return switch (selection) {
      case Selection.Threshold(float least) -> threshold(form, call, x, y, least, purpose);
      case Selection.Largest _, Selection.Share _ ->
          largest(form, call, x, y, selection.kept(wiring.shape()), purpose);
      case Selection.Neighbours(int n, int m) -> neighbours(form, call, x, y, n, m, purpose);
    };
  }

  /** {@code y = |x| < t ? 0 : x}. */
  private static KernelCall threshold(Form form, CallBuilder call, Buffer x, Buffer y, float least, String purpose) {
    Lines lines = Lines.singly(form.wiring().shape(), form.input(0), form.output());
    Local v = Local.lanes("v");
    return call.call(
        form.role(),
        "y = |x| < " + least + " ? 0 : x",
        purpose,
        KernelSchedule.PLAIN,
        Lowering.lanes(
            lines.axes(),
            List.of(
                Stmt.define(v, x.at(lines.at().get(0))),
                Stmt.store(y, lines.at().get(1), unless(v, Expr.constant(least))))));
  }

  /**
   * {@code y = |x| < low ? 0 : x}. What reaches {@code low} is always k values or more, what reaches {@code high} fewer,
   * or it is the largest.
   */
  private static KernelCall largest(Form form, CallBuilder call, Buffer x, Buffer y, int k, String purpose) {
    Lines lines = Lines.singly(form.wiring().shape(), form.input(0), form.output());
    Affine at = lines.at().get(0);
    Local high = Local.lanes("high");
    Local low = Local.lanes("low");
    Local middle = Local.lanes("middle");
    Local count = Local.lanes("count");
    Local v = Local.lanes("v");
    Expr reaches =
        Expr.select(Comparison.GREATER_EQUAL, x.at(at).abs(), middle.read(), Expr.constant(1), Expr.constant(0));
    List<Stmt> round = new ArrayList<>();
    round.add(Stmt.define(middle, low.read().plus(high.read()).times(0.5f)));
    round.add(Stmt.define(count, Expr.constant(0)));
    round.addAll(Axis.nest(lines.axes(), List.of(Stmt.add(count, reaches))));
    Expr enough = count.read();
    Expr wanted = Expr.constant(k);
    round.add(Stmt.assign(low, Expr.select(Comparison.GREATER_EQUAL, enough, wanted, middle.read(), low.read())));
    round.add(Stmt.assign(high, Expr.select(Comparison.GREATER_EQUAL, enough, wanted, high.read(), middle.read())));
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(high, Expr.constant(0)));
    block.addAll(Axis.nest(lines.axes(), List.of(Stmt.assign(high, high.read().max(x.at(at).abs())))));
    block.add(Stmt.define(low, Expr.constant(0)));
    block.add(Stmt.loop(new Var("round"), ROUNDS, round.toArray(Stmt[]::new)));
    block.addAll(Axis.nest(
        lines.axes(), List.of(Stmt.define(v, x.at(at)), Stmt.store(y, lines.at().get(1), unless(v, low.read())))));
    return call.call(
        form.role(),
        "y = |x| < low ? 0 : x, low the magnitude that " + k + " values reach",
        purpose,
        KernelSchedule.tile(Lowering.LANE, VECTORS),
        List.of(Stmt.lanes(Lowering.LANE, block.toArray(Stmt[]::new))));
  }

  /** {@code y[j] = n of its m neighbours are larger ? 0 : x[j]}. */
  private static KernelCall neighbours(Form form, CallBuilder call, Buffer x, Buffer y, int n, int m, String purpose) {
    Shape shape = form.wiring().shape();
    Axis group = Axis.of("group", shape.channels() / m);
    Axis row = Axis.of("row", shape.height());
    Axis column = Axis.of("column", shape.width());
    Axis own = Axis.of("own", m);
    Axis other = Axis.of("other", m);
    Affine first = group.times(m);
    Affine ownAt = Lines.line(form.input(0), first.plus(own.index()), row.index(), column.index());
    Affine otherAt = Lines.line(form.input(0), first.plus(other.index()), row.index(), column.index());
    Affine to = Lines.line(form.output(), first.plus(own.index()), row.index(), column.index());
    Local v = Local.lanes("v");
    Local size = Local.lanes("size");
    Local larger = Local.lanes("larger");
    Expr isLarger =
        Expr.select(Comparison.GREATER, x.at(otherAt).abs(), size.read(), Expr.constant(1), Expr.constant(0));
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(v, x.at(ownAt)));
    block.add(Stmt.define(size, v.read().abs()));
    block.add(Stmt.define(larger, Expr.constant(0)));
    block.addAll(Axis.nest(List.of(other), List.of(Stmt.add(larger, isLarger))));
    block.add(Stmt.store(
        y, to, Expr.select(Comparison.LESS, larger.read(), Expr.constant(n), v.read(), Expr.constant(0))));
    return call.call(
        form.role(),
        "y[j] = " + n + " of its " + m + " neighbours are larger than |x[j]| ? 0 : x[j]",
        purpose,
        KernelSchedule.tile(Lowering.LANE, VECTORS),
        Lowering.lanes(List.of(group, row, column, own), block));
  }

  /** The value, or 0 where its magnitude is below a bound; what is no number stays, so that it is seen. */
  private static Expr unless(Local v, Expr below) {
    return Expr.select(Comparison.LESS, v.read().abs(), below, Expr.constant(0), v.read());
  }

  private List<KernelCall> backward(Wiring wiring) {
    return wiring.inputs().getFirst().needsGradient() ? List.of(inputGradient(this, wiring)) : List.of();
  }

  /** {@code dx = y == 0 ? 0 : dy}. */
  static KernelCall inputGradient(Layer layer, Wiring wiring) {
    Wiring.Source input = wiring.inputs().getFirst();
    CallBuilder call = new CallBuilder(wiring, layer.describe(wiring.inputShapes(), wiring.shape()));
    Buffer y = call.laned("y", Access.READ, new Operand.Value(wiring.name()));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dx = Lowering.inputGradient(call, input, "dx");
    Lines lines = Lines.singly(wiring.shape(), wiring.output(), input.training());
    Affine at = lines.at().get(0);
    Expr passed = Expr.select(Comparison.EQUAL, y.at(at), Expr.constant(0), Expr.constant(0), dy.at(at));
    return call.call(
        "input gradient",
        "dx" + Lowering.sign(input) + "y == 0 ? 0 : dy",
        Lowering.gradientPurpose(input),
        KernelSchedule.PLAIN,
        Lowering.lanes(lines.axes(), List.of(Lowering.storeGradient(input, dx, lines.at().get(1), passed))));
  }
}
