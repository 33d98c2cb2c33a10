package dev.espalier.codegen.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** The calls of a pass of training, in stages where batch normalisations need a whole batch between them. */
final class PassStages {
  private final String pass;
  private final String javadoc;
  private final List<List<CodeBlock>> stages = new ArrayList<>(List.of(new ArrayList<>()));

  PassStages(String pass, String javadoc) {
    this.pass = pass;
    this.javadoc = javadoc;
  }

  void add(CodeBlock step) {
    stages.getLast().add(step);
  }

  /** What is added from here on needs the statistics of the whole batch. */
  void next() {
    stages.add(new ArrayList<>());
  }

  /** The pass as one method; where it has stages, each is a method, and another one runs a stage by its number. */
  List<MethodSpec> methods() {
    if (stages.size() == 1) {
      return parts(pass, whole(), stages.getFirst());
    }
    List<CodeBlock> all = new ArrayList<>();
    MethodSpec.Builder one = MethodSpec.methodBuilder(pass)
        .addJavadoc("A stage of it: between two the statistics of the whole batch are taken.\n")
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PROTECTED)
        .addParameter(int.class, "stage");
    one.addParameters(TrainingCode.step(pass).build().parameters());
    one.beginControlFlow("switch (stage)");
    List<MethodSpec> own = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      String name = TrainingCode.stage(pass, i);
      all.add(CodeBlock.builder().addStatement("$N($L)", name, TrainingCode.STEP_ARGUMENTS).build());
      one.addStatement("case $L -> $N($L)", i, name, TrainingCode.STEP_ARGUMENTS);
      own.addAll(parts(name, TrainingCode.step(name).addModifiers(Modifier.PRIVATE), stages.get(i)));
    }
    one.addStatement("default -> throw new IllegalArgumentException(\"There is no stage \" + stage + \".\")");
    List<MethodSpec> methods = new ArrayList<>(parts(pass, whole(), all));
    methods.add(one.endControlFlow().build());
    methods.addAll(own);
    return methods;
  }

  private MethodSpec.Builder whole() {
    return TrainingCode.step(pass)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PROTECTED)
        .addJavadoc("$L\n", javadoc);
  }

  private static List<MethodSpec> parts(String name, MethodSpec.Builder signature, List<CodeBlock> steps) {
    return MethodParts.of(name, () -> signature, part -> TrainingCode.step(part).addModifiers(Modifier.PRIVATE),
        TrainingCode.STEP_ARGUMENTS, steps);
  }
}
