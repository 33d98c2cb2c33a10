package dev.espalier.codegen.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.runtime.execution.BakedForm;
import dev.espalier.runtime.execution.BitmapForm;
import dev.espalier.runtime.execution.CompactForm;
import dev.espalier.runtime.execution.DenseForm;
import dev.espalier.runtime.execution.PanelForm;
import dev.espalier.runtime.execution.RowForm;
import dev.espalier.runtime.execution.StripForm;
import dev.espalier.runtime.model.FrozenLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.lang.model.element.Modifier;

/** The frozen network: its layers in graph order, each with weights in the form that freezing chose. */
final class InferenceCode {
  private final ModelSpec model;
  private final Naming naming;
  private final CallCode calls;

  InferenceCode(ModelSpec model, Naming naming, CallCode calls) {
    this.model = model;
    this.naming = naming;
    this.calls = calls;
  }

  List<MethodSpec> methods() {
    List<CodeBlock> steps = new ArrayList<>();
    List<MethodSpec> layers = new ArrayList<>();
    for (int i = 0; i < model.layers().size(); i++) {
      LayerSpec layer = model.layers().get(i);
      if (layer.kernels().inferenceRows().isEmpty() && layer.weights() != null) {
        steps.add(CodeBlock.builder()
            .add("// $L\n", layer.kernels().inference().getFirst().purpose())
            .addStatement(tableCall(naming.infer(layer.name()), i, layer.kernels().inference()))
            .build());
        layers.add(withTable(naming.infer(layer.name()), layer, layer.kernels().inference(), calls::frozen));
      } else if (layer.kernels().inferenceRows().isEmpty()) {
        layer.kernels().inference()
            .forEach(c -> steps.add(CodeBlock.builder().add("// $L\n", c.purpose()).add(calls.frozen(c)).build()));
      } else {
        steps.add(CodeBlock.builder()
            .add("// $L\n", layer.kernels().inference().getFirst().purpose())
            .addStatement("$N(slab, base, lanes, layers[$L])", naming.infer(layer.name()), i)
            .build());
        layers.add(inEveryForm(layer));
      }
    }
    List<MethodSpec> methods = new ArrayList<>(MethodParts.of("infer",
        () -> signature("infer").addJavadoc("The result of the frozen network, layer by layer.\n"),
        this::signature, "slab, base, lanes, layers", steps));
    methods.addAll(layers);
    return methods;
  }

  private MethodSpec.Builder signature(String name) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .addParameter(float[].class, "slab")
        .addParameter(int.class, "base")
        .addParameter(int.class, "lanes")
        .addParameter(FrozenLayer[].class, "layers");
  }

  private MethodSpec inEveryForm(LayerSpec layer) {
    CodeBlock body = CodeBlock.builder()
        .beginControlFlow("switch (layer.form())")
        .add(formCase(DenseForm.class, "dense", layer.kernels().inference()))
        .add(rowCases(layer))
        .add(formCase(PanelForm.class, "panels", layer.kernels().inferencePanels()))
        .add(formCase(StripForm.class, "strips", layer.kernels().inferenceStrips()))
        .add(begun(layer))
        .add(formCase(CompactForm.class, "compact", layer.kernels().inferenceCompact()))
        .add(formCase(BitmapForm.class, "bitmap", layer.kernels().inferenceBitmap()))
        .add(baked(layer))
        .endControlFlow()
        .build();
    return MethodSpec.methodBuilder(naming.infer(layer.name()))
        .addJavadoc("$L\n", JavadocText.code(layer.kernels().inference().getFirst().purpose()))
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .addParameter(float[].class, "slab")
        .addParameter(int.class, "base")
        .addParameter(int.class, "lanes")
        .addParameter(FrozenLayer.class, "layer")
        .addCode(body)
        .build();
  }

  /** A layer whose weights multiply no inputs: they are executed as they are. */
  static MethodSpec withTable(
      String name, LayerSpec layer, List<KernelCall> kernels, Function<KernelCall, CodeBlock> call) {
    CodeBlock.Builder body = CodeBlock.builder();
    if (kernels.stream().flatMap(k -> k.operands().stream()).anyMatch(Operand.Weight.class::isInstance)) {
      body.addStatement("$T dense = layer.table()", DenseForm.class);
    }
    kernels.forEach(k -> body.add(call.apply(k)));
    MethodSpec.Builder method = MethodSpec.methodBuilder(name)
        .addJavadoc("$L\n", JavadocText.code(kernels.getFirst().purpose()))
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .addParameter(float[].class, "slab")
        .addParameter(int.class, "base")
        .addParameter(int.class, "lanes")
        .addParameter(FrozenLayer.class, "layer");
    if (readsOthers(kernels)) {
      method.addParameter(FrozenLayer[].class, "layers");
    }
    return method.addCode(body.build()).build();
  }

  /** The call of such a method. */
  static CodeBlock tableCall(String name, int index, List<KernelCall> kernels) {
    return CodeBlock.of("$N(slab, base, lanes, layers[$L]$L)", name, index, readsOthers(kernels) ? ", layers" : "");
  }

  /** Whether kernels ask what is left of other layers. */
  private static boolean readsOthers(List<KernelCall> kernels) {
    return kernels.stream().flatMap(k -> k.operands().stream())
        .anyMatch(o -> o instanceof Operand.Channels channels && !channels.own());
  }

  private CodeBlock rowCases(LayerSpec layer) {
    List<KernelCall> blocks = layer.kernels().inferenceRowBlocks();
    CodeBlock.Builder code = CodeBlock.builder();
    if (blocks.isEmpty()) {
      return code.add(formCase(RowForm.class, "rows", layer.kernels().inferenceRows())).build();
    }
    code.beginControlFlow("case $T rows when rows.blocks() > 1 ->", RowForm.class)
        .add(calls.frozen(blocks.get(0)))
        .beginControlFlow("for (int block = 1; block < rows.blocks() - 1; block++)")
        .add(calls.frozen(blocks.get(1)))
        .endControlFlow();
    blocks.subList(2, blocks.size()).forEach(c -> code.add(calls.frozen(c)));
    return code.endControlFlow().add(formCase(RowForm.class, "rows", layer.kernels().inferenceRows())).build();
  }

  /** The compacted form where sums begin with what constants that are gone add at each place. */
  private CodeBlock begun(LayerSpec layer) {
    List<KernelCall> kernels = layer.kernels().inferenceBegun();
    CodeBlock.Builder code = CodeBlock.builder();
    if (kernels.isEmpty()) {
      return code.build();
    }
    code.beginControlFlow("case $T compact when layer.begins() ->", CompactForm.class).add(begin(layer, naming));
    kernels.forEach(c -> code.add(calls.frozen(c)));
    return code.endControlFlow().build();
  }

  /** Writes what the sums begin with. */
  static CodeBlock begin(LayerSpec layer, Naming naming) {
    return CodeBlock.builder()
        .addStatement("layer.begin(slab, base + $N * lanes, lanes)", naming.inference(layer.name() + ".begin"))
        .build();
  }

  /** A kernel that was made for the layer's mask; what follows the product in kernels of its own follows it too. */
  private CodeBlock baked(LayerSpec layer) {
    CodeBlock.Builder code = CodeBlock.builder()
        .beginControlFlow("case $T baked ->", BakedForm.class)
        .addStatement("baked.run(slab, lanes, base + $N * lanes, base + $N * lanes)",
            naming.inference(layer.inputs().getFirst()), naming.inference(layer.name()));
    layer.kernels().inferenceRows().stream().skip(1).forEach(c -> code.add(calls.frozen(c)));
    return code.endControlFlow().build();
  }

  private CodeBlock formCase(Class<?> form, String name, List<KernelCall> kernels) {
    CodeBlock.Builder code = CodeBlock.builder();
    if (kernels.isEmpty()) {
      return code.addStatement("case $T _ -> throw layer.withoutKernels()", form).build();
    }
    if (kernels.size() == 1) {
      return code.add("case $T $L ->\n$>", form, name).add(calls.frozen(kernels.getFirst())).add("$<").build();
    }
    code.beginControlFlow("case $T $L ->", form, name);
    kernels.forEach(c -> code.add(calls.frozen(c)));
    return code.endControlFlow().build();
  }
}
