package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Routine;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.model.ChannelFlow;
import dev.espalier.runtime.memory.Layout;
import java.util.List;
import java.util.function.Consumer;

/**
 * The tokens that a selection left of a sequence, moved together: {@code y[c,d] = x[c,place[d]]}. Takes the sequence
 * and the places.
 *
 * @param selection the layer that tells the places
 */
public record LeftTokensLayer(String selection) implements Layer {
  private static final String KIND = "LeftTokens";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "tokens left " + inputs.getFirst() + " -> " + output;
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    // It is the compiler's own.
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    return Shape.of(inputs.get(1).size(), inputs.getFirst().channels());
  }

  /** Columns move; what is gone of the channels is moved with the others. */
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
    Wiring.Source x = wiring.inputs().getFirst();
    KernelCall left = left(wiring, x.training(), wiring.output());
    KernelCall gradient = KernelCall.of(
        routine(
            x.accumulate() ? Routine.Kind.LEFT_GRADIENT_MORE : Routine.Kind.LEFT_GRADIENT, wiring, x.training(),
            wiring.output()),
        List.of(
            new Operand.Gradient(wiring.name()), new Operand.Value(selection), new Operand.Gradient(x.name()),
            before(wiring), after(wiring)),
        Lowering.gradientPurpose(x));
    List<KernelCall> inference = List.of(left(wiring, x.inference(), wiring.inferenceOutput()));
    return new LayerKernels(
        List.of(left), x.needsGradient() ? List.of(gradient) : List.of(), inference, List.of(), List.of(), inference);
  }

  private KernelCall left(Wiring wiring, Layout from, Layout to) {
    Wiring.Source x = wiring.inputs().getFirst();
    return KernelCall.of(
        routine(Routine.Kind.LEFT, wiring, from, to),
        List.of(
            new Operand.Value(x.name()), new Operand.Value(selection), new Operand.Value(wiring.name()), after(wiring)),
        wiring.name() + " = tokens of " + x.name() + " that stay");
  }

  /** Columns of the sequence that are in use; a threshold leaves some columns of a sequence without a mask. */
  private Operand before(Wiring wiring) {
    return wiring.isMasked() && !wiring.mask().equals(own())
        ? new Operand.Columns(wiring.columns())
        : new Operand.Count(wiring.inputs().getFirst().shape().width());
  }

  private Operand after(Wiring wiring) {
    return wiring.isMasked()
        ? new Operand.Columns(Wiring.columns(own()))
        : new Operand.Count(wiring.shape().width());
  }

  private String own() {
    return selection + "." + EmbeddingLayer.VALID;
  }

  private static Routine routine(Routine.Kind kind, Wiring wiring, Layout from, Layout to) {
    return new Routine(kind, List.of(wiring.shape().channels(), from.planeLines(), to.planeLines()));
  }
}
