package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.ActivationSpec;
import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.ChannelFlow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** An activation alone on its method: the identity, and the activation that the method carries. */
public record ActivateLayer() implements Layer {
  static final String KIND = "Activate";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "activation over " + output;
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    Checks.oneInput(name, this, inputs, problems);
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    return inputs.getFirst();
  }

  @Override
  public ChannelFlow flow() {
    return ChannelFlow.EACH;
  }

  /** The value before the activation is the input. */
  @Override
  public boolean keepsPreActivation(ActivationSpec activation) {
    return false;
  }

  @Override
  public boolean runsOverColumns() {
    return true;
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    Wiring.Source input = wiring.inputs().getFirst();
    List<KernelCall> inference = List.of(Copy.result(this, Form.inference(wiring, "inference")));
    return new LayerKernels(
        List.of(Copy.result(this, Form.training(this, wiring))),
        input.needsGradient() ? List.of(inputGradient(wiring)) : List.of(),
        inference,
        List.of(),
        List.of(),
        inference);
  }

  /** {@code dx = dy f'}, told from y or from x. */
  private KernelCall inputGradient(Wiring wiring) {
    Wiring.Source input = wiring.inputs().getFirst();
    boolean fromResult = wiring.activation().derivativeFromResult();
    Layout fromLayout = fromResult ? wiring.output() : input.training();
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer from =
        call.laned(
            fromResult ? "y" : "x", Access.READ, new Operand.Value(fromResult ? wiring.name() : input.name()));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dx = Lowering.inputGradient(call, input, "dx");
    Lines lines = Lines.over(wiring.shape(), fromLayout, wiring.output(), input.training());
    Local value = Local.lanes("v");
    Affine dyAt = lines.at().get(1);
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(value, from.at(lines.at().get(0))));
    block.add(
        Lowering.storeGradient(
            input,
            dx,
            lines.at().get(2),
            Activations.gradient(wiring.activation(), dy.at(dyAt), value, block)));
    return call.call(
        "input gradient",
        "dx" + Lowering.sign(input) + "dy " + Activations.name(wiring.activation()) + "', from " + from.name(),
        Lowering.gradientPurpose(input),
        KernelSchedule.PLAIN,
        lines.nest(block));
  }
}
