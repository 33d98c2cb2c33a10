package dev.espalier.codegen.emit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.layer.DropoutLayer;
import dev.espalier.codegen.layer.LearnedTokensLayer;
import dev.espalier.codegen.layer.WinnersLayer;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.DropoutInfo;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.FrozenProgram;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.model.PenaltyInfo;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.model.RunOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** {@code Pruned<Name>}: parameters, places in the slabs, the step and the loop of training, the frozen program. */
final class NetworkClass {
  static final ClassName GENERATED = ClassName.get("javax.annotation.processing", "Generated");

  private final ModelSpec model;
  private final Blueprint blueprint;
  private final Surroundings surroundings;
  private final Naming naming;
  private final KernelClasses kernels;
  private final CallCode calls;
  private final ClassName self;

  NetworkClass(
      ModelSpec model, Blueprint blueprint, Surroundings surroundings, Naming naming, KernelClasses kernels,
      CallCode calls) {
    this.model = model;
    this.blueprint = blueprint;
    this.surroundings = surroundings;
    this.naming = naming;
    this.kernels = kernels;
    this.calls = calls;
    this.self = ClassName.get(model.packageName(), "Pruned" + model.name());
  }

  TypeSpec build() {
    TypeSpec.Builder type = TypeSpec.classBuilder(self)
        .addJavadoc("$L", ClassText.javadoc(model, blueprint))
        .superclass(PrunableNetwork.class)
        .addModifiers(Modifier.FINAL);
    if (surroundings.isPublic()) {
      type.addModifiers(Modifier.PUBLIC);
    }
    type.addAnnotation(AnnotationSpec.builder(GENERATED).addMember("value", "$S", "dev.espalier").build());
    DescriptionCode description = new DescriptionCode(blueprint, naming);
    type.addFields(new SlabCode(model, naming).constants());
    type.addField(constant(Blueprint.class, "BLUEPRINT", CodeBlock.of("describe()")));
    type.addField(constant(FrozenProgram.class, "PROGRAM", program()));
    new ConstantsCode(model, naming).fields().forEach(type::addField);
    weighted().forEach(l -> type.addField(
        FieldSpec.builder(LayerParameters.class, naming.field(l.name()), Modifier.PRIVATE, Modifier.FINAL).build()));
    type.addMethod(constructor());
    type.addMethods(factories());
    type.addMethods(new TrainingCode(model, naming, kernels, calls).methods());
    type.addMethod(valueLines());
    type.addMethods(dropouts());
    type.addMethods(penalties());
    type.addMethod(freeze());
    type.addMethods(new InferenceCode(model, naming, calls).methods());
    type.addMethods(new SingleCode(model, naming, calls).methods());
    type.addMethods(description.methods());
    return surroundings.visible(type.build());
  }

  private CodeBlock program() {
    return SingleCode.isFor(model)
        ? CodeBlock.of("$T.of($T::infer, $T::inferSingle)", FrozenProgram.class, self, self)
        : CodeBlock.of("$T::infer", self);
  }

  private List<LayerSpec> weighted() {
    return model.layers().stream().filter(l -> l.weights() != null || l.layer().normalizes()).toList();
  }

  private static FieldSpec constant(Class<?> type, String name, CodeBlock value) {
    return FieldSpec.builder(type, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL).initializer(value).build();
  }

  private MethodSpec constructor() {
    MethodSpec.Builder constructor = MethodSpec.constructorBuilder()
        .addModifiers(Modifier.PRIVATE)
        .addParameter(Blueprint.class, "blueprint")
        .addParameter(RunOptions.class, "options")
        .addStatement("super(blueprint, options)");
    for (LayerSpec layer : weighted()) {
      constructor.addStatement("$N = layers().get($L)", naming.field(layer.name()), blueprint.indexOf(layer.name()));
    }
    return constructor.build();
  }

  private List<MethodSpec> factories() {
    MethodSpec create = factory("create", """
        Dense and initialised, under the policies of the interface.

        @param seed of the weights and of everything random in training
        """)
        .returns(self)
        .addParameter(long.class, "seed")
        .addStatement("return builder().seed(seed).build()")
        .build();
    MethodSpec builder = factory("builder", "What the annotations fix and a run may override.\n")
        .returns(ParameterizedTypeName.get(ClassName.get(NetworkBuilder.class), self))
        .addStatement("return new $T<>(BLUEPRINT, $T::new)", NetworkBuilder.class, self)
        .build();
    MethodSpec load = factory("load", """
        Reads what {@link $T#save} wrote.

        @param artefact the file
        """, Frozen.class)
        .returns(Frozen.class)
        .addParameter(Path.class, "artefact")
        .addStatement("return $T.load(artefact, BLUEPRINT, PROGRAM)", Frozen.class)
        .build();
    List<MethodSpec> factories = new ArrayList<>(List.of(create, builder));
    if (model.train() != null) {
      factories.add(factory("resume", """
          From a checkpoint, under the policies and settings of the interface: fitting on the same data goes on from
          there, bit for bit.

          @param checkpoint the file
          """)
          .returns(self)
          .addParameter(Path.class, "checkpoint")
          .addStatement("return builder().resume(checkpoint).build()")
          .build());
    }
    factories.add(load);
    return factories;
  }

  private static MethodSpec.Builder factory(String name, String javadoc, Object... arguments) {
    return MethodSpec.methodBuilder(name)
        .addJavadoc(javadoc, arguments)
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC);
  }

  private static MethodSpec freeze() {
    return MethodSpec.methodBuilder("freeze")
        .addJavadoc("""
            Encodes the weights as they are now and picks how each layer is executed; training on does not change it.
            """)
        .addModifiers(Modifier.PUBLIC)
        .returns(Frozen.class)
        .addStatement("return $T.of(blueprint(), PROGRAM, layers())", Frozen.class)
        .build();
  }

  /** Where the layers' results stand, for those who look at them. */
  private MethodSpec valueLines() {
    List<CodeBlock> lines = model.layers().stream().map(l -> CodeBlock.of("$N", naming.value(l.name()))).toList();
    return MethodSpec.methodBuilder("valueLines")
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PROTECTED)
        .returns(int[].class)
        .addStatement("return new int[] {$L}", CodeBlock.join(lines, ",$W"))
        .build();
  }

  /** Where dropout factors stand, for the run that draws them. */
  private List<MethodSpec> dropouts() {
    List<CodeBlock> dropouts = new ArrayList<>();
    for (LayerSpec layer : model.layers()) {
      if (layer.layer() instanceof DropoutLayer dropout) {
        String keep = layer.name() + ".keep";
        dropouts.add(CodeBlock.of("new $T($L, $N, $L, $L)", DropoutInfo.class, blueprint.indexOf(layer.name()),
            naming.value(keep), model.training().values().get(keep).layout().lines(), dropout.probability()));
      }
    }
    if (dropouts.isEmpty()) {
      return List.of();
    }
    return List.of(MethodSpec.methodBuilder("dropouts")
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PROTECTED)
        .returns(ParameterizedTypeName.get(List.class, DropoutInfo.class))
        .addStatement("return $T.of($L)", List.class, CodeBlock.join(dropouts, ",\n"))
        .build());
  }

  /** Where the slopes of penalties stand, for the run that knows how many samples share them. */
  private List<MethodSpec> penalties() {
    List<CodeBlock> penalties = new ArrayList<>();
    long selections = model.layers().stream().filter(l -> l.layer() instanceof LearnedTokensLayer).count();
    for (LayerSpec layer : model.layers()) {
      if (layer.layer() instanceof WinnersLayer winners && winners.keepsFactors()) {
        String slope = layer.name() + ".keep";
        penalties.add(penalty(layer, model.training().values().get(slope).layout().lines(), winners.lambda()));
      } else if (layer.layer() instanceof LearnedTokensLayer tokens) {
        penalties.add(penalty(layer, 1, tokens.lambda() / selections));
      }
    }
    if (penalties.isEmpty()) {
      return List.of();
    }
    return List.of(MethodSpec.methodBuilder("penalties")
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PROTECTED)
        .returns(ParameterizedTypeName.get(List.class, PenaltyInfo.class))
        .addStatement("return $T.of($L)", List.class, CodeBlock.join(penalties, ",\n"))
        .build());
  }

  private CodeBlock penalty(LayerSpec layer, int lines, double lambda) {
    return CodeBlock.of("new $T($L, $N, $L, $L)", PenaltyInfo.class, blueprint.indexOf(layer.name()),
        naming.value(layer.name() + ".keep"), lines, lambda);
  }
}
