package dev.espalier.codegen.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.runtime.model.FrozenLayer;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * The frozen network for one sample: a line is one float, so that values are plain vectors. Dense layers are
 * multiplied by the
 * runtime, in the form that it packed; the rest is the portable form of the same kernels.
 *
 * <p>Networks with convolutions have no such program: they keep one sample in 16 lanes, where vectors do what is
 * wasted.
 */
final class SingleCode {
  private static final String NAME = "inferSingle";

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
    return model.layers().stream().allMatch(l -> l.weights() == null || l.layer() instanceof DenseLayer);
  }

  List<MethodSpec> methods() {
    if (!isFor(model)) {
      return List.of();
    }
    List<CodeBlock> steps = new ArrayList<>();
    for (int i = 0; i < model.layers().size(); i++) {
      LayerSpec layer = model.layers().get(i);
      if (layer.weights() == null) {
        layer.kernels().single().forEach(c -> steps.add(
            CodeBlock.builder().add("// $L\n", c.purpose()).add(calls.single(c, CodeBlock.of("lanes"))).build()));
      } else {
        steps.add(product(i, layer));
      }
    }
    return MethodParts.of(NAME,
        () -> signature(NAME).addJavadoc("The result for one sample: lanes is 1, every value a plain vector.\n"),
        SingleCode::signature, "slab, base, lanes, layers", steps);
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
