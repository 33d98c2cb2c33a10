package dev.espalier.codegen.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.kernel.KernelSpec;
import dev.espalier.runtime.model.NormalizationStep;
import dev.espalier.runtime.model.WeightStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.lang.model.element.Modifier;

/** The gradients of weights and biases: sums over all panels of a batch, layer by layer. */
final class GradientCode {
  private final ModelSpec model;
  private final Naming naming;
  private final KernelClasses kernels;
  private final CallCode calls;

  GradientCode(ModelSpec model, Naming naming, KernelClasses kernels, CallCode calls) {
    this.model = model;
    this.naming = naming;
    this.kernels = kernels;
    this.calls = calls;
  }

  /** Whether a training step of a layer can do with its kept weights. */
  static boolean hasKeptStep(ModelSpec model, LayerSpec layer) {
    return model.train() != null && layer.prune() != null && layer.kernels().sparse() != null;
  }

  List<MethodSpec> methods() {
    List<Integer> summed = layersWhere(l -> !l.kernels().summedGradients().isEmpty());
    List<Integer> kept = layersWhere(l -> hasKeptStep(model, l));
    List<MethodSpec> methods = new ArrayList<>();
    methods.add(weightSteps());
    methods.addAll(normalizations());
    methods.add(switched("gradients", summed, """
        One panel's gradients of a layer's weights and biases, but for weights whose gradient is taken in strips.
        """));
    summed.forEach(i -> methods.add(own("gradients", i, layer(i).kernels().summedGradients())));
    methods.add(switched("keptGradients", kept, "One panel's gradients of the kept weights in some rows of a layer.\n"));
    kept.forEach(i -> methods.add(own("keptGradients", i, List.of(layer(i).kernels().sparse().weightGradient()))));
    model.layers().stream().map(l -> l.kernels().strip()).filter(Objects::nonNull).findFirst()
        .ifPresent(strip -> methods.add(weightStrip(strip)));
    return methods;
  }

  private LayerSpec layer(int index) {
    return model.layers().get(index);
  }

  private List<Integer> layersWhere(java.util.function.Predicate<LayerSpec> holds) {
    return IntStream.range(0, model.layers().size()).filter(i -> holds.test(layer(i))).boxed().toList();
  }

  /** Where the values stand that the gradients of weights are sums over. */
  private MethodSpec weightSteps() {
    List<CodeBlock> steps = new ArrayList<>();
    for (int i : layersWhere(l -> l.weights() != null)) {
      LayerSpec layer = layer(i);
      steps.add(CodeBlock.of("new $T($L, $N, $N, $L, $L, $L)", WeightStep.class, i,
          naming.value(layer.inputs().getFirst()), naming.gradient(layer.name()),
          layer.kernels().strip() != null, hasKeptStep(model, layer), layer.kernels().tiledInput() != null));
    }
    return MethodSpec.methodBuilder("weightSteps")
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PROTECTED)
        .returns(ParameterizedTypeName.get(List.class, WeightStep.class))
        .addStatement("return $T.of($L)", List.class, CodeBlock.join(steps, ",\n"))
        .build();
  }

  /** Where the values stand that the statistics of a batch are taken of. */
  private List<MethodSpec> normalizations() {
    if (model.normalizations().isEmpty()) {
      return List.of();
    }
    List<CodeBlock> steps = new ArrayList<>();
    for (LayerSpec layer : model.normalizations()) {
      steps.add(CodeBlock.of("new $T($L, $N, $N, $N)", NormalizationStep.class, naming.index(layer.name()),
          naming.value(layer.inputs().getFirst()), naming.gradient(layer.name()),
          naming.value(layer.name() + ".lanes")));
    }
    return List.of(MethodSpec.methodBuilder("normalizations")
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PROTECTED)
        .returns(ParameterizedTypeName.get(List.class, NormalizationStep.class))
        .addStatement("return $T.of($L)", List.class, CodeBlock.join(steps, ",\n"))
        .build());
  }

  private MethodSpec switched(String role, List<Integer> layers, String javadoc) {
    MethodSpec.Builder method = parameters(MethodSpec.methodBuilder(role).addParameter(int.class, "layer"), role)
        .addJavadoc(javadoc)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PROTECTED)
        .beginControlFlow("switch (layer)");
    for (int i : layers) {
      method.addStatement("case $L -> $N($L)", i, naming.step(role, layer(i).name()),
          role.equals("gradients") ? "slab, base, lanes, weights, biases" : "slab, base, lanes, rows, weights");
    }
    return method
        .addStatement("default -> throw new IllegalArgumentException(\"Layer \" + layer + \" has no such gradients.\")")
        .endControlFlow()
        .build();
  }

  private MethodSpec own(String role, int index, List<KernelCall> gradients) {
    MethodSpec.Builder method = parameters(MethodSpec.methodBuilder(naming.step(role, layer(index).name())), role)
        .addModifiers(Modifier.PRIVATE);
    boolean either = role.equals("gradients") && hasKeptStep(model, layer(index));
    for (KernelCall call : gradients) {
      boolean ofWeights = either && call.operands().stream().anyMatch(Operand.WeightGradient.class::isInstance);
      if (ofWeights) {
        method.beginControlFlow("if (weights != null)");
      }
      method.addCode(calls.training(call));
      if (ofWeights) {
        method.endControlFlow();
      }
    }
    return method.build();
  }

  private static MethodSpec.Builder parameters(MethodSpec.Builder method, String role) {
    method.addParameter(float[].class, "slab")
        .addParameter(int.class, "base")
        .addParameter(int.class, "lanes");
    return role.equals("gradients")
        ? method.addParameter(float[].class, "weights").addParameter(float[].class, "biases")
        : method.addParameter(int[].class, "rows").addParameter(float[].class, "weights");
  }

  /** One kernel for all layers: how many units and samples there are, it is told. */
  private MethodSpec weightStrip(KernelSpec strip) {
    return MethodSpec.methodBuilder("weightStrip")
        .addJavadoc("""
            Adds the part of a few samples to the gradient of a strip of weight columns; inputs of the strip and sums are lines
            of {@code scratch}, the columns its lanes, and {@code gradients} those of the result, in tiles of units.
            """)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PROTECTED)
        .addParameter(float[].class, "scratch")
        .addParameter(int.class, "lanes")
        .addParameter(float[].class, "gradients")
        .addParameter(int[].class, "tiles")
        .addParameter(int[].class, "samples")
        .addParameter(int.class, "inputs")
        .addParameter(int.class, "sums")
        .addStatement("$T.run(scratch, lanes, gradients, tiles, samples, inputs, sums)", kernels.of(strip))
        .build();
  }
}
