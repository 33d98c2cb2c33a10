package dev.espalier.processor;

import com.google.auto.common.MoreElements;
import com.google.auto.common.MoreTypes;
import dev.espalier.codegen.ir.ActivationSpec;
import dev.espalier.codegen.ir.DynamicSpec;
import dev.espalier.codegen.ir.GateSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.PruneSpec;
import dev.espalier.codegen.ir.SelectionSpec;
import dev.espalier.codegen.ir.TokensSpec;
import dev.espalier.codegen.layer.Layer;
import dev.espalier.codegen.layer.Layers;
import dev.espalier.codegen.rule.Report;
import dev.espalier.dsl.Activation;
import dev.espalier.dsl.TokenScore;
import dev.espalier.runtime.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/**
 * A layer from its method.
 *
 * @param network the interface that is read; what is inherited is reported there, since its own source may not be at
 * hand
 */
record LayerReader(TypeElement network, Report report) {
  private static final String ACTIVATE = "Activate";

  /** The layer, or empty after a problem was reported. */
  Optional<LayerSpec> read(ExecutableElement method) {
    String name = method.getSimpleName().toString();
    Optional<String> flaw = flaw(method);
    if (flaw.isPresent()) {
      report.add(Diagnostic.METHOD_SHAPE.with(name, flaw.get()), place(method));
      return Optional.empty();
    }
    Optional<Layer> layer = layer(method, name);
    return layer.map(l -> LayerSpec.read(
        name,
        l,
        method.getParameters().stream().map(p -> p.getSimpleName().toString()).toList(),
        activation(method),
        prune(method),
        Language.find(method, "Keep").isPresent(),
        place(method)).with(dynamic(method)));
  }

  /** What depends on the sample. */
  private DynamicSpec dynamic(ExecutableElement method) {
    return DynamicSpec.declared(selection(method), gate(method), tokens(method));
  }

  private SelectionSpec selection(ExecutableElement method) {
    return Language.find(method, "PruneActivations")
        .map(m -> {
          MirrorReader prune = new MirrorReader(m);
          return new SelectionSpec(prune.number("threshold"), prune.integer("top"), prune.number("share"),
              prune.integer("n"), prune.integer("m"), place(method, m));
        })
        .orElse(null);
  }

  private GateSpec gate(ExecutableElement method) {
    return Language.find(method, "Gate")
        .map(m -> {
          MirrorReader gate = new MirrorReader(m);
          return new GateSpec(gate.number("value"), gate.number("lambda"), place(method, m));
        })
        .orElse(null);
  }

  private TokensSpec tokens(ExecutableElement method) {
    return Language.find(method, "PruneTokens")
        .map(m -> {
          MirrorReader prune = new MirrorReader(m);
          return new TokensSpec(prune.integer("keep"), prune.number("share"), prune.number("threshold"),
              prune.constant("score", TokenScore.class), learned(prune), place(method, m));
        })
        .orElse(null);
  }

  private static TokensSpec.Learned learned(MirrorReader prune) {
    if (!prune.gives("learned")) {
      return null;
    }
    MirrorReader learned = prune.nested("learned");
    return new TokensSpec.Learned(learned.number("lambda"), learned.number("temperature"), learned.number("until"));
  }

  /** What keeps the method from being a layer, as the rest of a sentence that begins with its name. */
  private static Optional<String> flaw(ExecutableElement method) {
    List<String> flaws = new ArrayList<>();
    for (Modifier modifier : List.of(Modifier.DEFAULT, Modifier.STATIC, Modifier.PRIVATE)) {
      if (method.getModifiers().contains(modifier)) {
        flaws.add("is " + modifier);
      }
    }
    if (!method.getTypeParameters().isEmpty()) {
      flaws.add("is generic");
    }
    if (!isTensor(method.getReturnType())) {
      flaws.add("returns " + simple(method.getReturnType()));
    }
    for (VariableElement parameter : method.getParameters()) {
      if (!isTensor(parameter.asType())) {
        flaws.add("takes " + simple(parameter.asType()) + " " + parameter.getSimpleName());
      }
    }
    return flaws.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", flaws));
  }

  private Optional<Layer> layer(ExecutableElement method, String name) {
    List<String> kinds = Language.findAll(method, Layers.kinds());
    List<String> layers = kinds.stream().filter(k -> !k.equals(ACTIVATE)).toList();
    if (kinds.isEmpty()) {
      report.add(Diagnostic.NO_LAYER_ANNOTATION.with(name, annotations(Layers.kinds(), ", ")), place(method));
      return Optional.empty();
    }
    if (layers.size() > 1) {
      report.add(Diagnostic.SEVERAL_LAYER_ANNOTATIONS.with(name, annotations(layers, " and ")), place(method));
      return Optional.empty();
    }
    String kind = layers.isEmpty() ? ACTIVATE : layers.getFirst();
    return Language.find(method, kind).map(m -> Layers.read(new MirrorReader(m).elements()));
  }

  private ActivationSpec activation(ExecutableElement method) {
    return Language.find(method, ACTIVATE)
        .map(m -> {
          MirrorReader activate = new MirrorReader(m);
          Activation kind = activate.constant("value", Activation.class);
          return new ActivationSpec(kind, activate.number("slope"), place(method, m));
        })
        .orElse(null);
  }

  private PruneSpec prune(ExecutableElement method) {
    return Language.find(method, "Prune")
        .map(m -> {
          MirrorSource place = place(method, m);
          ScorerReader scorers = new ScorerReader(network, report);
          return PolicyReader.prune(m, place, scorers.read(method.getSimpleName().toString(), m, place));
        })
        .orElse(null);
  }

  private MirrorSource place(ExecutableElement method, AnnotationMirror annotation) {
    return own(method) ? MirrorSource.of(method, annotation) : place(method);
  }

  private MirrorSource place(ExecutableElement method) {
    return MirrorSource.of(own(method) ? method : network);
  }

  private boolean own(ExecutableElement method) {
    return method.getEnclosingElement().equals(network);
  }

  private static String annotations(List<String> kinds, String between) {
    return kinds.stream().map(k -> "@" + k).collect(Collectors.joining(between));
  }

  private static boolean isTensor(TypeMirror type) {
    return type.getKind() == TypeKind.DECLARED
        && MoreElements.asType(MoreTypes.asElement(type)).getQualifiedName().contentEquals(Language.TENSOR);
  }

  /** A type as it stands in source, without packages and annotations. */
  private static String simple(TypeMirror type) {
    return switch (type.getKind()) {
      case DECLARED -> MoreTypes.asElement(type).getSimpleName().toString();
      case ARRAY -> simple(MoreTypes.asArray(type).getComponentType()) + "[]";
      default -> type.toString();
    };
  }
}
