package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Operand.NormalizationPart;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Figures;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.ChannelFlow;
import dev.espalier.runtime.model.NormalizationInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Batch normalisation (Ioffe & Szegedy 2015), channel by channel. Its kernels see it as a line each way: the runtime
 * takes the batch's statistics between the stages of a pass and makes factor and offset of them.
 *
 * @param momentum share of the batch in the running statistics
 * @param epsilon what is added to the variance
 */
public record BatchNormLayer(double momentum, double epsilon) implements Layer {
  static final String KIND = "BatchNorm";

  static BatchNormLayer read(AnnotationElements elements) {
    return new BatchNormLayer(elements.number("momentum"), elements.number("epsilon"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "batch normalisation over " + output;
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    Checks.oneInput(name, this, inputs, problems);
    if (!(momentum > 0 && momentum <= 1)) {
      problems.accept(Diagnostic.ELEMENT_RANGE.with(name, "momentum", Figures.of(momentum), "above 0 and at most 1"));
    }
    if (!(epsilon > 0 && Double.isFinite(epsilon))) {
      problems.accept(Diagnostic.ELEMENT_RANGE.with(name, "epsilon", Figures.of(epsilon), "above 0"));
    }
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    Shape input = inputs.getFirst();
    if (input.rank() == 2) {
      problems.accept(Diagnostic.IMAGE_NEEDED.with(name, Checks.at(this), inputNames.getFirst(), input));
      return null;
    }
    return input;
  }

  @Override
  public ChannelFlow flow() {
    return ChannelFlow.SCALED;
  }

  @Override
  public NormalizationInfo normalization(boolean folded) {
    return new NormalizationInfo(momentum, epsilon, folded);
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    List<KernelCall> backward = new ArrayList<>();
    if (wiring.activation() != null) {
      backward.add(Lowering.activationGradient(wiring));
    }
    if (wiring.inputs().getFirst().needsGradient()) {
      backward.add(inputGradient(wiring));
    }
    List<KernelCall> inference = List.of(result(Form.inference(wiring, "inference")));
    return new LayerKernels(
        Lowering.forward(this, wiring, this::result), backward, inference, List.of(), List.of(), inference);
  }

  /** {@code y[c,e,f] = act(factor[c] x[c,e,f] + offset[c])}. */
  private KernelCall result(Form form) {
    Wiring wiring = form.wiring();
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Pooled p = Pooled.of(wiring.shape(), call.left(form, 0));
    Buffer factor = part(call, wiring, NormalizationPart.FACTOR);
    Buffer offset = part(call, wiring, NormalizationPart.OFFSET);
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Local value = Local.lanes("v");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(value, offset.at(p.channel().index())));
    block.add(Stmt.addProduct(value, factor.at(p.channel().index()), x.at(line(p, form.input(0)))));
    block.addAll(form.store(value, y, line(p, form.output())));
    return call.call(
        form.role(),
        form.formula("y[c,e,f]", "factor[c] x[c,e,f] + offset[c]"),
        form.purpose("normalised " + wiring.inputs().getFirst().name()),
        KernelSchedule.PLAIN,
        Lowering.lanes(p.axes(), block));
  }

  /**
   * {@code dx[c,e,f] = gradientFactor[c] dy[c,e,f] + filled (valueFactor[c] x[c,e,f] + gradientOffset[c])}: what comes
   * from the statistics of the batch belongs to lanes with a sample alone.
   */
  private KernelCall inputGradient(Wiring wiring) {
    Wiring.Source input = wiring.inputs().getFirst();
    Pooled p = Pooled.of(wiring.shape());
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer gradientFactor = part(call, wiring, NormalizationPart.GRADIENT_FACTOR);
    Buffer valueFactor = part(call, wiring, NormalizationPart.VALUE_FACTOR);
    Buffer gradientOffset = part(call, wiring, NormalizationPart.GRADIENT_OFFSET);
    Buffer filled = call.laned("filled", Access.READ, new Operand.Value(wiring.lanes()));
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dx = Lowering.inputGradient(call, input, "dx");
    Affine channel = p.channel().index();
    Local ofBatch = Local.lanes("ofBatch");
    Local given = Local.lanes("given");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(ofBatch, gradientOffset.at(channel)));
    block.add(Stmt.addProduct(ofBatch, valueFactor.at(channel), x.at(line(p, input.training()))));
    block.add(Stmt.define(given, filled.at(Affine.of(0)).times(ofBatch.read())));
    block.add(Stmt.addProduct(given, gradientFactor.at(channel), dy.at(line(p, wiring.output()))));
    block.add(Lowering.storeGradient(input, dx, line(p, input.training()), given.read()));
    return call.call(
        "input gradient",
        "dx[c,e,f]" + Lowering.sign(input)
            + "gradientFactor[c] dy[c,e,f] + filled (valueFactor[c] x[c,e,f] + gradientOffset[c])",
        Lowering.gradientPurpose(input),
        KernelSchedule.PLAIN,
        Lowering.lanes(p.axes(), block));
  }

  private static Affine line(Pooled p, Layout layout) {
    return p.line(layout);
  }

  private static Buffer part(CallBuilder call, Wiring wiring, NormalizationPart part) {
    return call.floats(part.accessor(), Access.READ, new Operand.Normalization(wiring.name(), part));
  }
}
