package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Routine;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.Expr.Comparison;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.layer.Extra.Life;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.memory.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A row of a table for each token: {@code y[c,t] = W[id[t],c]}; 0 where the id is negative and there is no token. Beside
 * the result it says which tokens are some.
 *
 * @param vocabulary rows of W
 * @param width columns of W
 */
public record EmbeddingLayer(int vocabulary, int width) implements Layer {
  static final String KIND = "Embedding";
  static final String VALID = "valid";

  static EmbeddingLayer read(AnnotationElements elements) {
    return new EmbeddingLayer(elements.integer("vocabulary"), elements.integer("width"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "embedding of " + inputs.getFirst().size() + " tokens of " + vocabulary + ", " + width + " features each";
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    Checks.oneInput(name, this, inputs, problems);
    Checks.atLeastOne(name, "vocabulary", vocabulary, problems);
    Checks.atLeastOne(name, "width", width, problems);
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    return Checks.vector(name, this, inputNames, inputs, problems) ? Shape.of(inputs.getFirst().size(), width) : null;
  }

  @Override
  public WeightGeometry weights(List<Shape> inputs) {
    return WeightGeometry.table(vocabulary, width);
  }

  @Override
  public boolean makesMask(boolean masked) {
    return true;
  }

  @Override
  public List<Extra> extras(List<Shape> inputs, Shape output, boolean masked) {
    return mask(output.width());
  }

  /** Which of so many columns hold tokens, and how many of them are in use. */
  static List<Extra> mask(int columns) {
    return List.of(new Extra(VALID, columns, Life.ALWAYS), new Extra(Extra.COLUMNS, 1, Life.ALWAYS));
  }

  /** Tells how many columns of a mask that the layer has made are in use. */
  static KernelCall columns(Wiring wiring, int columns) {
    return KernelCall.of(
        new Routine(Routine.Kind.COLUMNS, List.of(columns, wiring.shortened() ? 1 : 0)),
        List.of(
            new Operand.Value(wiring.extra(VALID)), new Operand.Value(wiring.extra(Extra.COLUMNS)),
            new Operand.LeastColumns(), new Operand.VectorFloats()),
        "columns of " + wiring.name() + " up to the last token");
  }

  @Override
  public long otherOperations(List<Shape> inputs, Shape output) {
    return 0;
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    boolean pre = keepsPreActivation(wiring.activation());
    KernelCall columns = columns(wiring, wiring.shape().width());
    String looked = pre ? wiring.pre() : wiring.name();
    List<KernelCall> forward = new ArrayList<>(
        List.of(valid(wiring), columns, lookup(wiring, looked, wiring.output())));
    List<KernelCall> inference = new ArrayList<>(
        List.of(valid(wiring), columns, lookup(wiring, wiring.name(), wiring.inferenceOutput())));
    List<KernelCall> backward = new ArrayList<>();
    if (wiring.activation() != null) {
      forward.add(pre ? Lowering.activate(wiring) : Lowering.activateInPlace(Form.training(this, wiring)));
      inference.add(Lowering.activateInPlace(Form.inference(wiring, "activation")));
      backward.add(Lowering.activationGradient(wiring));
    }
    backward.add(KernelCall.of(
        routine(Routine.Kind.LOOKUP_GRADIENT, wiring.output()),
        List.of(
            ids(wiring), new Operand.Gradient(wiring.name()), inUse(wiring), new Operand.WeightGradient(wiring.name())),
        "gradient of the rows of " + wiring.name()));
    return new LayerKernels(forward, backward, inference, List.of(), List.of(), inference);
  }

  private static Operand inUse(Wiring wiring) {
    return new Operand.Columns(wiring.extra(Extra.COLUMNS));
  }

  private static Operand ids(Wiring wiring) {
    return new Operand.Value(wiring.inputs().getFirst().name());
  }

  private Routine routine(Routine.Kind kind, Layout layout) {
    return new Routine(kind, List.of(vocabulary, width, layout.planeLines()));
  }

  private KernelCall lookup(Wiring wiring, String result, Layout layout) {
    return KernelCall.of(
        routine(Routine.Kind.LOOKUP, layout),
        List.of(ids(wiring), new Operand.Value(result), inUse(wiring), new Operand.Weight(wiring.name())),
        result + " = rows of W at " + wiring.inputs().getFirst().name());
  }

  /** {@code valid[t] = id[t] < 0 ? 0 : 1}. */
  private KernelCall valid(Wiring wiring) {
    CallBuilder call = new CallBuilder(wiring, "which of " + wiring.shape().width() + " tokens are some");
    Buffer ids = Lowering.input(call, wiring, 0, "ids");
    Buffer valid = call.laned("valid", Access.WRITE, new Operand.Value(wiring.extra(VALID)));
    Axis token = Axis.of("token", wiring.shape().width());
    Expr some = Expr.select(
        Comparison.LESS, ids.at(token.index()), Expr.constant(0), Expr.constant(0), Expr.constant(1));
    return call.call(
        "valid",
        "valid[t] = id[t] < 0 ? 0 : 1",
        "which tokens of " + wiring.inputs().getFirst().name() + " are some",
        KernelSchedule.PLAIN,
        Lowering.lanes(List.of(token), List.of(Stmt.store(valid, token.index(), some))));
  }
}
