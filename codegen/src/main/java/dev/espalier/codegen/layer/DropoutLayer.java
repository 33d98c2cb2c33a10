package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Figures;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.ChannelFlow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * In training, the product with factors that the runtime fills in before the forward pass: 0 with the given
 * probability, else 1 / (1 - probability) (Srivastava 2014); at inference the identity.
 *
 * @param probability of being dropped, in (0, 1)
 */
public record DropoutLayer(double probability) implements Layer {
  static final String KIND = "Dropout";

  static DropoutLayer read(AnnotationElements elements) {
    return new DropoutLayer(elements.number("value"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "dropout over " + output;
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    Checks.oneInput(name, this, inputs, problems);
    if (!(probability > 0 && probability < 1)) {
      problems.accept(Diagnostic.ELEMENT_RANGE.with(name, "value", Figures.of(probability), "above 0 and below 1"));
    }
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    return inputs.getFirst();
  }

  @Override
  public boolean isInferenceView() {
    return true;
  }

  @Override
  public boolean keepsFactors() {
    return true;
  }

  @Override
  public ChannelFlow flow() {
    return ChannelFlow.EACH;
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
        this, wiring, form -> form.training() ? dropped(form) : Copy.result(this, form), () -> backward(wiring));
  }

  private static Layout factors(Wiring wiring) {
    return wiring.output().halo(0, 0);
  }

  /** {@code y = f(x keep)}. */
  private KernelCall dropped(Form form) {
    Wiring wiring = form.wiring();
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer keep = call.laned("keep", Access.READ, new Operand.Value(wiring.keep()));
    Buffer y = form.declareResult(call);
    Lines lines = Lines.over(wiring.shape(), form.input(0), factors(wiring), form.output());
    Local value = Local.lanes("v");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(value, x.at(lines.at().get(0)).times(keep.at(lines.at().get(1)))));
    block.addAll(form.store(value, y, lines.at().get(2)));
    return call.call(
        form.role(),
        form.formula("y", "x keep"),
        form.purpose(wiring.inputs().getFirst().name() + " " + wiring.keep()),
        KernelSchedule.PLAIN,
        lines.nest(block));
  }

  /** {@code dx = dy keep}. */
  private List<KernelCall> backward(Wiring wiring) {
    Wiring.Source input = wiring.inputs().getFirst();
    if (!input.needsGradient()) {
      return List.of();
    }
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer keep = call.laned("keep", Access.READ, new Operand.Value(wiring.keep()));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dx = Lowering.inputGradient(call, input, "dx");
    Lines lines = Lines.over(wiring.shape(), factors(wiring), wiring.output(), input.training());
    Expr gradient = dy.at(lines.at().get(1)).times(keep.at(lines.at().get(0)));
    return List.of(
        call.call(
            "input gradient",
            "dx" + Lowering.sign(input) + "dy keep",
            Lowering.gradientPurpose(input),
            KernelSchedule.PLAIN,
            lines.nest(List.of(Lowering.storeGradient(input, dx, lines.at().get(2), gradient)))));
  }
}
