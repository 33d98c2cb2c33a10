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

/**
 * Multiplies the channels of an image by the gates of a sample (Gao 2019, equation 4); where a gate is 0 the channel
 * is, whatever it holds. For one sample only the filters that run are computed, by the convolution's own kernels for
 * fewer filters.
 *
 * @param of the gated convolution's name
 * @param winners filters that run
 */
public record GateLayer(String of, Conv2dLayer convolution, int winners) implements Layer {
  private static final String KIND = "Gate";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "gates the channels of " + output;
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    // The rules of the annotation have seen to it.
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    return inputs.getFirst();
  }

  /** The halo of the convolution's input, so that the planes of both have rows of one length. */
  @Override
  public int padHeight() {
    return convolution.padHeight();
  }

  @Override
  public int padWidth() {
    return convolution.padWidth();
  }

  /** Whether one sample runs its filters alone: gathered filters would leave their groups. */
  public boolean skips() {
    return convolution.groups() == 1;
  }

  /**
   * The convolution's results for one sample, over as many filters as run.
   *
   * @param all the wiring of the convolution
   */
  public List<KernelCall> winners(Wiring all) {
    Shape shape = Shape.of(winners, all.shape().height(), all.shape().width());
    Conv2dLayer fewer = new Conv2dLayer(
        winners, convolution.kernel(), convolution.stride(), convolution.padding(), 1, convolution.bias());
    Wiring wiring = new Wiring(all.network(), all.name(), all.inputs(), all.output(), all.inferenceOutput(), shape,
        fewer.weights(all.inputShapes()), all.activation());
    return fewer.lower(wiring).single();
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    return Lowering.of(this, wiring, this::result, () -> backward(wiring));
  }

  /** {@code y[c,e,f] = g[c] == 0 ? 0 : g[c] x[c,e,f]}. */
  private KernelCall result(Form form) {
    Wiring wiring = form.wiring();
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer g = Lowering.input(call, wiring, 1, "g");
    Buffer y = form.declareResult(call);
    Pooled p = Pooled.of(wiring.shape());
    Local gate = Local.lanes("gate");
    Expr gated = Expr.select(
        Expr.Comparison.EQUAL, gate.read(), Expr.constant(0), Expr.constant(0),
        gate.read().times(x.at(p.line(form.input(0)))));
    return call.call(
        form.role(),
        "y[c,e,f] = g[c] == 0 ? 0 : g[c] x[c,e,f]",
        form.purpose(wiring.inputs().get(0).name() + " " + wiring.inputs().get(1).name()),
        KernelSchedule.PLAIN,
        Lowering.lanes(
            p.axes(),
            List.of(
                Stmt.define(gate, g.at(p.channel().index())), Stmt.store(y, p.line(form.output()), gated))));
  }

  private List<KernelCall> backward(Wiring wiring) {
    List<KernelCall> calls = new ArrayList<>();
    calls.add(imageGradient(wiring));
    calls.add(gateGradient(wiring));
    return calls;
  }

  /** {@code dx[c,e,f] = g[c] dy[c,e,f]}. */
  private KernelCall imageGradient(Wiring wiring) {
    Wiring.Source input = wiring.inputs().getFirst();
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer g = Lowering.input(call, wiring, 1, "g");
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dx = Lowering.inputGradient(call, input, "dx");
    Pooled p = Pooled.of(wiring.shape());
    return call.call(
        "input gradient",
        "dx[c,e,f]" + Lowering.sign(input) + "g[c] dy[c,e,f]",
        Lowering.gradientPurpose(input),
        KernelSchedule.PLAIN,
        Lowering.lanes(
            p.axes(),
            List.of(Lowering.storeGradient(input, dx, p.line(input.training()),
                g.at(p.channel().index()).times(dy.at(p.line(wiring.output())))))));
  }

  /** {@code dg[c] = sum_ef dy[c,e,f] x[c,e,f]}. */
  private KernelCall gateGradient(Wiring wiring) {
    Wiring.Source image = wiring.inputs().getFirst();
    Wiring.Source gates = wiring.inputs().get(1);
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dg = Lowering.inputGradient(call, gates, "dg");
    Pooled p = Pooled.of(wiring.shape());
    Local sum = Local.lanes("sum");
    Affine at = p.channel().index();
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(sum, Expr.constant(0)));
    block.addAll(Axis.nest(
        List.of(p.row(), p.column()),
        List.of(Stmt.addProduct(sum, dy.at(p.line(wiring.output())), x.at(p.line(image.training()))))));
    block.add(Lowering.storeGradient(gates, dg, at, sum.read()));
    return call.call(
        "gate gradient",
        "dg[c]" + Lowering.sign(gates) + "sum_ef dy[c,e,f] x[c,e,f]",
        Lowering.gradientPurpose(gates),
        KernelSchedule.PLAIN,
        Lowering.lanes(List.of(p.channel()), block));
  }
}
