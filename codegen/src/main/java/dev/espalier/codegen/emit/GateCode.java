package dev.espalier.codegen.emit;

import com.palantir.javapoet.CodeBlock;
import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.layer.GateLayer;
import dev.espalier.runtime.execution.GatedFilters;
import dev.espalier.runtime.memory.Layout;
import java.util.List;

/** A gated convolution for one sample: filters that are skipped are not computed. */
final class GateCode {
  private final ModelSpec model;
  private final Naming naming;
  private final CallCode calls;

  GateCode(ModelSpec model, Naming naming, CallCode calls) {
    this.model = model;
    this.naming = naming;
    this.calls = calls;
  }

  /** Whether a layer puts the results of filters that ran into their planes. */
  static boolean scatters(LayerSpec layer) {
    return layer.layer() instanceof GateLayer gate && gate.skips();
  }

  /** The layer that gates a convolution whose filters are skipped, or null. */
  private LayerSpec gateOf(LayerSpec convolution) {
    return model.layers().stream()
        .filter(l -> scatters(l) && l.inputs().getFirst().equals(convolution.name()))
        .findFirst()
        .orElse(null);
  }

  /** Runs all filters, or where the convolution is gated those that do not skip the sample. */
  CodeBlock running(LayerSpec convolution, CodeBlock all) {
    LayerSpec gate = gateOf(convolution);
    if (gate == null) {
      return all;
    }
    CodeBlock lanes = CodeBlock.of("lanes");
    CodeBlock.Builder code = CodeBlock.builder()
        .addStatement("$T gated = layer.gated()", GatedFilters.class)
        .beginControlFlow("if (gated.gather(slab, base + $N))", naming.inference(gate.inputs().get(1)))
        .beginControlFlow("if (gated.values() == null)");
    List<KernelCall> single = gate.kernels().single();
    single.stream().filter(c -> reads(c, Operand.Weight.class)).forEach(c -> code.add(calls.gathered(c, lanes)));
    code.nextControlFlow("else");
    single.stream().filter(c -> reads(c, Operand.RowValues.class)).forEach(c -> code.add(calls.gathered(c, lanes)));
    code.endControlFlow();
    single.stream()
        .filter(c -> !reads(c, Operand.Weight.class) && !reads(c, Operand.RowValues.class))
        .forEach(c -> code.add(calls.gathered(c, lanes)));
    return code.addStatement("return").endControlFlow().add(all).build();
  }

  private static boolean reads(KernelCall call, Class<? extends Operand> operand) {
    return call.operands().stream().anyMatch(operand::isInstance);
  }

  /** Multiplies what was computed by the gates. */
  CodeBlock scattering(LayerSpec gate) {
    Layout to = model.inference().values().get(gate.name()).layout();
    String convolution = gate.inputs().getFirst();
    int of = model.layers().indexOf(model.layer(convolution).orElseThrow());
    return CodeBlock.builder()
        .add("// $L\n", gate.kernels().inference().getFirst().purpose())
        .addStatement(
            "layers[$L].gated().scatter(slab, base + $N,$Wlayers[$L].info().frozen().output(), base + $N,$Wbase + $N, "
                + "$L, $L)",
            of, naming.inference(convolution), of, naming.inference(gate.inputs().get(1)),
            naming.inference(gate.name()), to.padHeight(), to.padWidth())
        .build();
  }
}
