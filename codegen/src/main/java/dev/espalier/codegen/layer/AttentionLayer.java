package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Operand.ChannelPart;
import dev.espalier.codegen.ir.Routine;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.layer.Extra.Life;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.model.ChannelFlow;
import dev.espalier.runtime.structure.HeadTies;
import dev.espalier.runtime.memory.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Consumer;

/**
 * What self-attention computes between its projections, for each head h of d features: {@code y[h,i] = sum_j P[h,i,j]
 * v[h,j], P[h,i,j] = softmax_j(q[h,i] k[h,j] / sqrt(d))}. Takes queries, keys and values, lines being (feature, token).
 *
 * <p>Every sample of a line is computed on its own, so that all loops over tokens stand outside the lanes and lengths
 * are a matter of the mask. For one sample alone queries are what lies side by side: a routine of the runtime.
 */
public record AttentionLayer(int heads, boolean causal) implements Layer {
  static final String KIND = HeadTies.CORE;

  /** P, {@code [head][query][key]}. */
  static final String SCORES = "scores";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return (causal ? "causal " : "") + "attention of " + heads + " heads over " + output;
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
  public List<Extra> extras(List<Shape> inputs, Shape output, boolean masked) {
    return List.of(new Extra(SCORES, heads * output.width() * output.width(), Life.BACKWARD));
  }

  @Override
  public ChannelFlow flow() {
    return ChannelFlow.HEADS;
  }

  /** Scaling, largest, exponential, sum, share of each score. */
  @Override
  public long otherOperations(List<Shape> inputs, Shape output) {
    return 5L * heads * output.width() * output.width();
  }

  @Override
  public boolean runsOverColumns() {
    return true;
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    AttentionNests nests = new AttentionNests(this, wiring, apart(wiring, Wiring.Source::training, wiring.output()));
    int apart = apart(wiring, Wiring.Source::inference, wiring.inferenceOutput());
    List<KernelCall> inference = new AttentionNests(this, wiring, apart).inference();
    return new LayerKernels(
        nests.forward(), nests.backward(), inference, List.of(), List.of(), List.of(single(wiring, apart)));
  }

  /** Lines from one feature to the next, of inputs and result alike: all are values between the compiler's own layers. */
  private static int apart(Wiring wiring, Function<Wiring.Source, Layout> input, Layout output) {
    if (!wiring.inputs().stream().map(input).allMatch(output::equals)) {
      throw new IllegalStateException("The inputs of " + wiring.name() + " do not lie as its result does.");
    }
    return output.planeLines();
  }

  private KernelCall single(Wiring wiring, int apart) {
    Shape shape = wiring.shape();
    List<Operand> operands = new ArrayList<>();
    wiring.inputs().forEach(i -> operands.add(new Operand.Value(i.name())));
    if (wiring.isMasked()) {
      operands.add(new Operand.Value(wiring.mask()));
    }
    operands.add(new Operand.Value(wiring.extra(SCORES)));
    operands.add(new Operand.Value(wiring.name()));
    if (wiring.isMasked()) {
      operands.add(new Operand.Columns(wiring.columns()));
    }
    operands.add(new Operand.Channels(wiring.name(), false, ChannelPart.HEADS));
    Routine routine = new Routine(
        wiring.isMasked() ? Routine.Kind.MASKED_ATTENTION : Routine.Kind.ATTENTION,
        List.of(shape.channels() / heads, shape.width(), apart, causal ? 1 : 0));
    return KernelCall.of(routine, operands, wiring.name() + " = attention of each head");
  }
}
