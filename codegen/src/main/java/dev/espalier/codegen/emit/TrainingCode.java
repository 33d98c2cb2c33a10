package dev.espalier.codegen.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.train.History;
import dev.espalier.runtime.train.TrainingRun;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** One step of training and the loop around it, each a list of calls in graph order or against it. */
final class TrainingCode {
  static final String STEP_ARGUMENTS = "slab, base, lanes";

  private final ModelSpec model;
  private final Naming naming;
  private final KernelClasses kernels;
  private final CallCode calls;

  TrainingCode(ModelSpec model, Naming naming, KernelClasses kernels, CallCode calls) {
    this.model = model;
    this.naming = naming;
    this.kernels = kernels;
    this.calls = calls;
  }

  /** Every network can run forward; without {@code @Train} that is all. */
  List<MethodSpec> methods() {
    List<MethodSpec> methods = new ArrayList<>();
    if (model.train() != null) {
      methods.add(fit());
      methods.add(fitQuietly());
    }
    methods.addAll(forward());
    if (model.train() != null) {
      methods.addAll(backward());
      methods.addAll(new GradientCode(model, naming, kernels, calls).methods());
    }
    return methods;
  }

  private MethodSpec fit() {
    return MethodSpec.methodBuilder("fit")
        .addJavadoc("""
            Trains and prunes as the policies say; goes on where a checkpoint left off.

            @param train what is learned from
            @param test what the network is evaluated on at the end of each epoch
            @param listener told of every epoch and pruning
            @return what happened, epoch by epoch
            """)
        .addModifiers(Modifier.PUBLIC)
        .returns(History.class)
        .addParameter(Dataset.class, "train")
        .addParameter(Dataset.class, "test")
        .addParameter(Listener.class, "listener")
        .beginControlFlow("try ($T run = startTraining(train, test, listener))", TrainingRun.class)
        .beginControlFlow("while (run.nextBatch())")
        .addComment("forward, $L, backward: panel by panel of the batch", loss())
        .addStatement("run.propagate()")
        .addComment("of weights and biases, over all panels")
        .addStatement("run.gradients()")
        .addComment("one step of the optimizer, on kept weights alone")
        .addStatement("run.update()")
        .addStatement("run.completeStep()")
        .endControlFlow()
        .addStatement("return run.history()")
        .endControlFlow()
        .build();
  }

  private static MethodSpec fitQuietly() {
    return MethodSpec.methodBuilder("fit")
        .addJavadoc("The same without a listener.\n")
        .addModifiers(Modifier.PUBLIC)
        .returns(History.class)
        .addParameter(Dataset.class, "train")
        .addParameter(Dataset.class, "test")
        .addStatement("return fit(train, test, $T.none())", Listener.class)
        .build();
  }

  private String loss() {
    return switch (model.train().settings().loss()) {
      case CROSS_ENTROPY -> "cross-entropy of " + model.output().name();
      case MEAN_SQUARED_ERROR -> "squared error of " + model.output().name();
    };
  }

  private List<MethodSpec> forward() {
    PassStages steps = new PassStages("forward", "Every value from the inputs, in graph order.");
    List<MethodSpec> layers = new ArrayList<>();
    for (LayerSpec layer : model.layers()) {
      if (model.normalizations().contains(layer)) {
        steps.next();
      }
      if (GradientCode.hasKeptStep(model, layer)) {
        steps.add(call(layer, "forward", layer.kernels().forward().getFirst().purpose()));
        layers.add(choice("forward", layer, layer.kernels().forward(), null, layer.kernels().sparse().forward()));
      } else {
        layer.kernels().forward().forEach(c -> steps.add(calls.training(c)));
      }
    }
    List<MethodSpec> methods = new ArrayList<>(steps.methods());
    methods.addAll(layers);
    return methods;
  }

  private List<MethodSpec> backward() {
    PassStages steps = new PassStages(
        "backward", "The gradient of every value from the loss's, against the order of the graph.");
    List<MethodSpec> layers = new ArrayList<>();
    for (LayerSpec layer : model.layers().reversed()) {
      List<KernelCall> dense = layer.kernels().valueGradients();
      KernelCall tiled = layer.kernels().tiledInput();
      KernelCall kept = GradientCode.hasKeptStep(model, layer) ? layer.kernels().sparse().inputGradient() : null;
      if (tiled != null || kept != null) {
        dense.subList(0, dense.size() - 1).forEach(c -> steps.add(calls.training(c)));
        steps.add(call(layer, "backward", dense.getLast().purpose()));
        layers.add(choice(
            "backward", layer, List.of(dense.getLast()), tiled, kept == null ? List.of() : List.of(kept)));
      } else if (layer.layer().normalizes()) {
        // Statistics of its gradient are taken once the activation is behind it.
        dense.stream().filter(c -> !readsNormalization(c)).forEach(c -> steps.add(calls.training(c)));
        steps.next();
        dense.stream().filter(TrainingCode::readsNormalization).forEach(c -> steps.add(calls.training(c)));
      } else {
        dense.forEach(c -> steps.add(calls.training(c)));
      }
    }
    List<MethodSpec> methods = new ArrayList<>(steps.methods());
    methods.addAll(layers);
    return methods;
  }

  private CodeBlock call(LayerSpec layer, String role, String purpose) {
    return CodeBlock.builder()
        .add("// $L\n", purpose)
        .addStatement("$N($L)", naming.step(role, layer.name()), STEP_ARGUMENTS)
        .build();
  }

  /**
   * A layer's step over all weights, or over kept weights once so few are left that it is faster.
   *
   * @param tiled over all weights in tiles of columns; null where there is none
   * @param kept empty where no weight is ever pruned
   */
  private MethodSpec choice(
      String role, LayerSpec layer, List<KernelCall> dense, KernelCall tiled, List<KernelCall> kept) {
    MethodSpec.Builder method = step(naming.step(role, layer.name())).addModifiers(Modifier.PRIVATE);
    String purpose = JavadocText.code(dense.getFirst().purpose());
    if (kept.isEmpty()) {
      method.addJavadoc("$L.\n", purpose)
          .beginControlFlow("if ($N.weight().columnTiles() != null)", naming.field(layer.name()));
    } else {
      method.addJavadoc("$L, over kept weights once so few are left that it is faster.\n", purpose)
          .beginControlFlow("if ($N.weight().keptWeights() != null)", naming.field(layer.name()));
      kept.forEach(c -> method.addCode(calls.statement(c)));
      if (tiled != null) {
        method.nextControlFlow("else if ($N.weight().columnTiles() != null)", naming.field(layer.name()));
      }
    }
    if (tiled != null) {
      method.addCode(calls.statement(tiled));
    }
    method.nextControlFlow("else");
    dense.forEach(c -> method.addCode(calls.statement(c)));
    return method.endControlFlow().build();
  }

  private static boolean readsNormalization(KernelCall call) {
    return call.operands().stream().anyMatch(Operand.Normalization.class::isInstance);
  }

  /** The name of the method that is one stage of a pass. */
  static String stage(String pass, int stage) {
    return pass + "Stage" + stage;
  }

  static MethodSpec.Builder step(String name) {
    return MethodSpec.methodBuilder(name)
        .addParameter(ParameterSpec.builder(float[].class, "slab").build())
        .addParameter(int.class, "base")
        .addParameter(int.class, "lanes");
  }
}
