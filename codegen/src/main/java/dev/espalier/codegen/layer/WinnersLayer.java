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
import dev.espalier.runtime.diagnostic.Problem;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps the largest saliencies of a gate (Gao 2019, equation 6). Beside the gradient through those, every saliency has
 * the slope of the penalty lambda times their sum (section 3.4): the runtime puts lambda / batch into the value
 * {@code name.keep} for the lanes that hold samples, and 0 into the others.
 *
 * @param of the gated convolution
 * @param count filters that run
 * @param lambda strength of the penalty, 0 for none
 */
public record WinnersLayer(String of, int count, double lambda) implements Layer {
  private static final String KIND = "GateWinners";

  private SelectLayer selection() {
    return new SelectLayer(of, new Selection.Largest(count));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return selection().describe(inputs, output);
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    // The rules of the annotation have seen to it.
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    return inputs.getFirst();
  }

  @Override
  public boolean keepsFactors() {
    return lambda > 0;
  }

  @Override
  public long otherOperations(List<Shape> inputs, Shape output) {
    return selection().otherOperations(inputs, output);
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    return Lowering.of(this, wiring, selection()::result, () -> List.of(inputGradient(wiring)));
  }

  /** {@code dx = (y == 0 ? 0 : dy) + lambda / batch}; the saliency's activation drops what is below 0 next. */
  private KernelCall inputGradient(Wiring wiring) {
    if (lambda == 0) {
      return SelectLayer.inputGradient(this, wiring);
    }
    Wiring.Source input = wiring.inputs().getFirst();
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer y = call.laned("y", Access.READ, new Operand.Value(wiring.name()));
    Buffer slope = call.laned("slope", Access.READ, new Operand.Value(wiring.keep()));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dx = Lowering.inputGradient(call, input, "dx");
    Lines lines = Lines.over(wiring.shape(), wiring.output());
    Affine at = lines.at().getFirst();
    Expr passed = Expr.select(
        Expr.Comparison.EQUAL, y.at(at), Expr.constant(0), Expr.constant(0), dy.at(at));
    return call.call(
        "input gradient",
        "dx" + Lowering.sign(input) + "(y == 0 ? 0 : dy) + slope",
        Lowering.gradientPurpose(input) + ", with the slope of its penalty",
        KernelSchedule.PLAIN,
        Lowering.lanes(
            lines.axes(), List.of(Lowering.storeGradient(input, dx, at, passed.plus(slope.at(at))))));
  }
}
