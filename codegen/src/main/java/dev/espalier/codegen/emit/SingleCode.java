package dev.espalier.codegen.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.HeadDenseLayer;
import dev.espalier.runtime.execution.CompactForm;
import dev.espalier.runtime.execution.DenseForm;
import dev.espalier.runtime.execution.RowForm;
import dev.espalier.runtime.model.FrozenLayer;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * The frozen network for one sample: a line is one float, so that values are plain vectors. Dense layers are
 * multiplied by the
 * runtime, in the form that it packed; convolutions take the pixels of a row or a plane for lanes; the rest is the
 * portable form of the same kernels.
 *
 * <p>A network that has most of its work in convolutions whose pixels are no neighbours, because of their stride or
 * because rows are short, has no such program: it keeps one sample in 16 lanes, where vectors do what is wasted.
 */
final class SingleCode {
  private static final String NAME = "inferSingle";
  /** One portable multiply-add takes as long as this many on 16 lanes by vectors, all but one for nothing: 2 to 4. */
  private static final int PORTABLE_COST = 3;

  private final ModelSpec model;
  private final Naming naming;
  private final CallCode calls;

  SingleCode(ModelSpec model, Naming naming, CallCode calls) {
    this.model = model;
    this.naming = naming;
    this.calls = calls;
  }

  /** Whether a network has such a program. */
  static boolean isFor(ModelSpec model) {
    long all = 0;
    long portable = 0;
    for (LayerSpec layer : model.layers()) {
      if (layer.weights() != null && layer.weights().isProduct()) {
        long products = (long) layer.shape().size() * layer.weights().columns();
        all += products;
        boolean vectors = isVector(layer) || results(layer).getFirst().kernel().runsOnOneLane();
        portable += vectors ? 0 : products;
      }
    }
    return !model.vector() || PORTABLE_COST * portable <= all;
  }

  /** Whether it is a matrix times a vector, which the runtime multiplies. */
  private static boolean isVector(LayerSpec layer) {
    return (layer.layer() instanceof DenseLayer || layer.layer() instanceof HeadDenseLayer)
        && layer.weights().positions() == 1;
  }

  /** The results of a convolution, from all weights, from kept ones, and from what is left. */
  private static List<KernelCall> results(LayerSpec layer) {
    return layer.kernels().single().stream()
        .filter(c -> isOf(c, Operand.Weight.class) || isOf(c, Operand.RowValues.class)
            || isOf(c, Operand.Compact.class))
        .toList();
  }

  private static boolean isOf(KernelCall call, Class<? extends Operand> operand) {
    return call.operands().stream().anyMatch(operand::isInstance);
  }

  /** Whether its sums begin with a number of their own at each place: it has no biases. */
  private static boolean isBegun(KernelCall call) {
    return isOf(call, Operand.Compact.class) && !isOf(call, Operand.CompactBias.class);
  }

  /** Whether it picks the places of a strided result that count. */
  private static boolean picks(LayerSpec layer, KernelCall call) {
    return call.operands().contains(new Operand.Value(layer.name() + ".between")) && !results(layer).contains(call);
  }

  List<MethodSpec> methods() {
    if (!isFor(model)) {
      return List.of();
    }
    List<CodeBlock> steps = new ArrayList<>();
    List<MethodSpec> convolutions = new ArrayList<>();
    for (int i = 0; i < model.layers().size(); i++) {
      LayerSpec layer = model.layers().get(i);
      if (LargestCode.isFor(layer)) {
        steps.add(LargestCode.of(layer, model, naming));
      } else if (GateCode.scatters(layer)) {
        steps.add(new GateCode(model, naming, calls).scattering(layer));
      } else if (layer.weights() == null) {
        layer.kernels().single().forEach(c -> steps.add(
            CodeBlock.builder().add("// $L\n", c.purpose()).add(calls.single(c, CodeBlock.of("lanes"))).build()));
      } else if (!layer.weights().isProduct()) {
        steps.add(CodeBlock.builder()
            .add("// $L\n", layer.kernels().inference().getFirst().purpose())
            .addStatement(InferenceCode.tableCall(naming.single(layer.name()), i, layer.kernels().single()))
            .build());
        convolutions.add(InferenceCode.withTable(naming.single(layer.name()), layer, layer.kernels().single(),
            c -> calls.single(c, CodeBlock.of("lanes"))));
      } else if (isVector(layer)) {
        steps.add(product(i, layer));
      } else {
        steps.add(CodeBlock.builder()
            .add("// $L\n", layer.kernels().inference().getFirst().purpose())
            .addStatement("$N(slab, base, lanes, layers[$L])", naming.single(layer.name()), i)
            .build());
        convolutions.add(convolution(layer));
      }
    }
    List<MethodSpec> methods = new ArrayList<>(MethodParts.of(NAME,
        () -> signature(NAME).addJavadoc("The result for one sample: lanes is 1, every value a plain vector.\n"),
        SingleCode::signature, "slab, base, lanes, layers", steps));
    methods.addAll(convolutions);
    return methods;
  }

  private MethodSpec convolution(LayerSpec layer) {
    CodeBlock lanes = CodeBlock.of("lanes");
    CodeBlock.Builder body = CodeBlock.builder();
    List<KernelCall> results = results(layer);
    List<KernelCall> picks = layer.kernels().single().stream().filter(c -> picks(layer, c)).toList();
    boolean compacts = results.stream().anyMatch(c -> isOf(c, Operand.Compact.class));
    if (compacts) {
      body.addStatement("$T compact = layer.singleCompact()", CompactForm.class);
    }
    body.addStatement("$T rows = layer.singleRows()", RowForm.class);
    if (compacts) {
      if (!layer.kernels().inferenceBegun().isEmpty()) {
        body.beginControlFlow("if (layer.begins())").add(InferenceCode.begin(layer, naming));
        results.stream().filter(SingleCode::isBegun).forEach(c -> body.add(calls.single(c, lanes)));
        body.nextControlFlow("else if (compact != null)");
      } else {
        body.beginControlFlow("if (compact != null)");
      }
      results.stream().filter(c -> isOf(c, Operand.Compact.class) && !isBegun(c))
          .forEach(c -> body.add(calls.single(c, lanes)));
      picks.forEach(c -> body.add(calls.single(c, lanes)));
      body.nextControlFlow("else if (rows == null)");
    } else {
      body.beginControlFlow("if (rows == null)");
    }
    body.addStatement("$T dense = layer.singleWeights()", DenseForm.class);
    results.stream().filter(c -> isOf(c, Operand.Weight.class)).forEach(c -> body.add(calls.single(c, lanes)));
    picks.forEach(c -> body.add(calls.single(c, lanes)));
    body.nextControlFlow("else");
    results.stream().filter(c -> isOf(c, Operand.RowValues.class)).forEach(c -> body.add(calls.single(c, lanes)));
    picks.forEach(c -> body.add(calls.single(c, lanes)));
    body.endControlFlow();
    layer.kernels().single().stream().filter(c -> !results.contains(c) && !picks.contains(c))
        .forEach(c -> body.add(calls.single(c, lanes)));
    return MethodSpec.methodBuilder(naming.single(layer.name()))
        .addJavadoc("$L, for one sample.\n", JavadocText.code(layer.kernels().inference().getFirst().purpose()))
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .addParameter(float[].class, "slab")
        .addParameter(int.class, "base")
        .addParameter(int.class, "lanes")
        .addParameter(FrozenLayer.class, "layer")
        .addCode(new GateCode(model, naming, calls).running(layer, body.build()))
        .build();
  }

  private CodeBlock product(int index, LayerSpec layer) {
    CodeBlock.Builder code = CodeBlock.builder()
        .add("// $L\n", layer.kernels().inference().getFirst().purpose())
        .addStatement("layers[$L].multiply(slab, base + $N * lanes, base + $N * lanes)", index,
            naming.inference(layer.inputs().getFirst()), naming.inference(layer.name()));
    layer.kernels().single().forEach(c -> code.add(calls.single(c, CodeBlock.of("$L", layer.shape().size()))));
    return code.build();
  }

  private static MethodSpec.Builder signature(String name) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .addParameter(float[].class, "slab")
        .addParameter(int.class, "base")
        .addParameter(int.class, "lanes")
        .addParameter(FrozenLayer[].class, "layers");
  }
}
