package dev.espalier.codegen.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.train.History;
import dev.espalier.runtime.train.TrainingRun;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** One step of training and the loop around it, each a list of calls in graph order or against it. */
final class TrainingCode {
  private static final String STEP_ARGUMENTS = "slab, base, lanes";

  private final ModelSpec model;
  private final Naming naming;
  private final CallCode calls;

  TrainingCode(ModelSpec model, Naming naming, CallCode calls) {
    this.model = model;
    this.naming = naming;
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
      methods.add(loss());
      methods.addAll(backward());
      methods.addAll(update());
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
        .addStatement("float[] slab = run.slab()")
        .addStatement("int base = run.base()")
        .addStatement("int lanes = run.lanes()")
        .beginControlFlow("while (run.nextBatch())")
        .addStatement("forward(slab, base, lanes)")
        .addStatement("float loss = loss(run)")
        .addStatement("backward(slab, base, lanes)")
        .addStatement("update(run)")
        .addStatement("run.completeStep(loss)")
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

  private List<MethodSpec> forward() {
    List<CodeBlock> steps = new ArrayList<>();
    model.layers().forEach(l -> l.kernels().forward().forEach(c -> steps.add(calls.training(c))));
    return MethodParts.of("forward",
        () -> step("forward")
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PROTECTED)
            .addJavadoc("Every value from the inputs, in graph order.\n"),
        part -> step(part).addModifiers(Modifier.PRIVATE), STEP_ARGUMENTS, steps);
  }

  private MethodSpec loss() {
    String output = model.output().name();
    String formula = switch (model.train().settings().loss()) {
      case CROSS_ENTROPY -> "loss = mean of -log softmax(" + output + ")[label]";
      case MEAN_SQUARED_ERROR -> "loss = mean of half the squared distance of " + output + " from the target";
    };
    return MethodSpec.methodBuilder("loss")
        .addJavadoc("$L; leaves its gradient in $N.\n", JavadocText.code(formula), naming.gradient(output))
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .returns(float.class)
        .addParameter(TrainingRun.class, "run")
        .addStatement("return run.loss()")
        .build();
  }

  private List<MethodSpec> backward() {
    List<CodeBlock> steps = new ArrayList<>();
    for (LayerSpec layer : model.layers().reversed()) {
      for (KernelCall call : layer.kernels().backward()) {
        steps.add(calls.training(call));
      }
    }
    return MethodParts.of("backward",
        () -> step("backward")
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PROTECTED)
            .addJavadoc("Every gradient from the loss's, against the order of the graph.\n"),
        part -> step(part).addModifiers(Modifier.PRIVATE), STEP_ARGUMENTS, steps);
  }

  private List<MethodSpec> update() {
    List<CodeBlock> steps = model.layers().stream()
        .filter(l -> l.weights() != null)
        .map(l -> CodeBlock.builder().addStatement("run.update($N)", naming.field(l.name())).build())
        .toList();
    return MethodParts.of("update",
        () -> update("update").addJavadoc("One step of the optimizer, on kept weights alone.\n"),
        TrainingCode::update, "run", steps);
  }

  private static MethodSpec.Builder update(String name) {
    return MethodSpec.methodBuilder(name).addModifiers(Modifier.PRIVATE).addParameter(TrainingRun.class, "run");
  }

  private static MethodSpec.Builder step(String name) {
    return MethodSpec.methodBuilder(name)
        .addParameter(ParameterSpec.builder(float[].class, "slab").build())
        .addParameter(int.class, "base")
        .addParameter(int.class, "lanes");
  }
}
