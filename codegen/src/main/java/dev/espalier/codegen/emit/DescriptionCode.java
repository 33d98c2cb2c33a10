package dev.espalier.codegen.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.InputInfo;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.policy.BudgetLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.lang.model.element.Modifier;

/** The blueprint as code: one small method an input and a layer, so that no initialiser grows with the network. */
final class DescriptionCode {
  private final Blueprint blueprint;
  private final Naming naming;

  DescriptionCode(Blueprint blueprint, Naming naming) {
    this.blueprint = blueprint;
    this.naming = naming;
  }

  List<MethodSpec> methods() {
    List<MethodSpec> methods = new ArrayList<>();
    methods.add(whole());
    methods.addAll(list("describeInputs", InputInfo.class, blueprint.inputs(), i -> naming.describe(i.name())));
    methods.addAll(list("describeLayers", LayerInfo.class, blueprint.layers(), l -> naming.describe(l.name())));
    for (InputInfo input : blueprint.inputs()) {
      methods.add(method(naming.describe(input.name()), TypeName.get(InputInfo.class))
          .addStatement("return $L",
              BlueprintCode.input(input, naming.value(input.name()), naming.inference(input.name())))
          .build());
    }
    for (LayerInfo layer : blueprint.layers()) {
      methods.add(method(naming.describe(layer.name()), TypeName.get(LayerInfo.class))
          .addStatement("return $L", BlueprintCode.layer(layer))
          .build());
    }
    return methods;
  }

  private MethodSpec whole() {
    String output = blueprint.output().name();
    CodeBlock budget = blueprint.budget().equals(BudgetLimits.NONE) ? CodeBlock.of("") : CodeBlock.of(
        "\n.within(new $T($L, $L))", BudgetLimits.class, blueprint.budget().macs() + "L",
        blueprint.budget().bytes() + "L");
    return method("describe", TypeName.get(Blueprint.class))
        .addJavadoc("What the runtime knows of the network.\n")
        .addStatement("return new $T(\n$>$S,\n$S,\ndescribeInputs(),\ndescribeLayers(),\n$L,"
            + "\nTRAINING_LINES, INFERENCE_LINES,\n$L, $L, $N)$L$<",
            Blueprint.class, blueprint.name(), blueprint.hash(), BlueprintCode.train(blueprint.train()),
            naming.value(output), blueprint.train() == null ? "0" : naming.gradient(output), naming.inference(output),
            budget)
        .build();
  }

  private static <T> List<MethodSpec> list(String name, Class<?> element, List<T> items, Function<T, String> describe) {
    TypeName type = ParameterizedTypeName.get(ClassName.get(List.class), TypeName.get(element));
    List<CodeBlock> calls = items.stream().map(i -> CodeBlock.of("$N()", describe.apply(i))).toList();
    if (calls.size() <= MethodParts.LONGEST) {
      CodeBlock all = BlueprintCode.join(calls);
      return List.of(method(name, type).addStatement("return $T.of($L)", List.class, all).build());
    }
    List<MethodSpec> parts = new ArrayList<>();
    MethodSpec.Builder all = method(name, type)
        .addStatement("$T<$T> all = new $T<>()", List.class, element, ArrayList.class);
    for (int from = 0, part = 1; from < calls.size(); from += MethodParts.LONGEST, part++) {
      all.addStatement("all.addAll($N())", name + "Part" + part);
      List<CodeBlock> some = calls.subList(from, Math.min(from + MethodParts.LONGEST, calls.size()));
      parts.add(method(name + "Part" + part, type)
          .addStatement("return $T.of($L)", List.class, BlueprintCode.join(some))
          .build());
    }
    parts.addFirst(all.addStatement("return $T.copyOf(all)", List.class).build());
    return parts;
  }

  private static MethodSpec.Builder method(String name, TypeName type) {
    return MethodSpec.methodBuilder(name).addModifiers(Modifier.PRIVATE, Modifier.STATIC).returns(type);
  }
}
