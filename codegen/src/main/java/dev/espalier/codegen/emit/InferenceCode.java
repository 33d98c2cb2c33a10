package dev.espalier.codegen.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.runtime.execution.DenseForm;
import dev.espalier.runtime.execution.RowForm;
import dev.espalier.runtime.model.FrozenLayer;
import java.util.ArrayList;
import java.util.List;
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
      if (layer.kernels().inferenceRows().isEmpty()) {
        layer.kernels().inference()
            .forEach(c -> steps.add(CodeBlock.builder().add("// $L\n", c.purpose()).add(calls.frozen(c)).build()));
      } else {
        steps.add(CodeBlock.builder()
            .add("// $L\n", layer.kernels().inference().getFirst().purpose())
            .addStatement("$N(slab, base, lanes, layers[$L])", naming.infer(layer.name()), i)
            .build());
        layers.add(inTwoForms(layer));
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

  private MethodSpec inTwoForms(LayerSpec layer) {
    CodeBlock.Builder body = CodeBlock.builder()
        .beginControlFlow("switch (layer.form())")
        .beginControlFlow("case $T dense ->", DenseForm.class);
    layer.kernels().inference().forEach(c -> body.add(calls.frozen(c)));
    body.endControlFlow().beginControlFlow("case $T rows ->", RowForm.class);
    layer.kernels().inferenceRows().forEach(c -> body.add(calls.frozen(c)));
    body.endControlFlow().endControlFlow();
    return MethodSpec.methodBuilder(naming.infer(layer.name()))
        .addJavadoc("$L\n", JavadocText.code(layer.kernels().inference().getFirst().purpose()))
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .addParameter(float[].class, "slab")
        .addParameter(int.class, "base")
        .addParameter(int.class, "lanes")
        .addParameter(FrozenLayer.class, "layer")
        .addCode(body.build())
        .build();
  }
}
