package dev.espalier.processor;

import com.google.auto.common.MoreElements;
import com.google.auto.common.MoreTypes;
import dev.espalier.codegen.ir.BudgetSpec;
import dev.espalier.codegen.ir.InputSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.PruneSpec;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.ir.TrainSpec;
import dev.espalier.codegen.rule.Report;
import dev.espalier.processor.CompilerOptions.Kernels;
import dev.espalier.runtime.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** A network from its interface, and what keeps an interface from being one. */
final class ModelReader {
  private static final String VECTOR_CLASS = "jdk.incubator.vector.FloatVector";

  private final Elements elements;
  private final CompilerOptions options;
  private final Report report;

  ModelReader(Elements elements, CompilerOptions options, Report report) {
    this.elements = elements;
    this.options = options;
    this.report = report;
  }

  /** The network at stage READ; without what was reported as wrong, empty where nothing is left to be read. */
  Optional<ModelSpec> read(Element element) {
    if (element.getKind() != ElementKind.INTERFACE) {
      report.add(Diagnostic.NOT_AN_INTERFACE.with(element.getSimpleName(), kind(element)), MirrorSource.of(element));
      return Optional.empty();
    }
    TypeElement type = MoreElements.asType(element);
    MirrorSource place = MirrorSource.of(type);
    if (!type.getTypeParameters().isEmpty()) {
      report.add(Diagnostic.GENERIC_NETWORK.with(type.getSimpleName(), type.getTypeParameters()), place);
    }
    return Language.find(type, "Network").map(network -> ModelSpec.read(
        elements.getPackageOf(type).getQualifiedName().toString(),
        name(type),
        inputs(type, network),
        layers(type),
        train(type),
        prune(type),
        budget(type),
        vector(type, place),
        place));
  }

  /** The interface's name, behind the names of the types that enclose it. */
  private static String name(TypeElement type) {
    String own = type.getSimpleName().toString();
    return type.getEnclosingElement() instanceof TypeElement outer ? name(outer) + "_" + own : own;
  }

  private List<InputSpec> inputs(TypeElement type, AnnotationMirror network) {
    List<InputSpec> inputs = new ArrayList<>();
    for (AnnotationValue value : new MirrorReader(network).array("inputs")) {
      MirrorReader input = new MirrorReader((AnnotationMirror) value.getValue());
      MirrorSource source = new MirrorSource(type, network, value);
      String name = input.text("name");
      boolean tokens = input.gives("tokens");
      if (tokens == input.gives("shape")) {
        report.add(
            Diagnostic.INPUT_TOKENS.with(name, tokens ? "both shape and tokens" : "neither shape nor tokens"), source);
      } else if (tokens && input.integer("tokens") < 1) {
        report.add(Diagnostic.INPUT_TOKENS.with(name, "tokens = " + input.integer("tokens")), source.at("tokens"));
      }
      inputs.add(tokens
          ? InputSpec.ofTokens(name, input.integer("tokens"), source)
          : new InputSpec(name, new Shape(input.integers("shape")), source));
    }
    return inputs;
  }

  private List<LayerSpec> layers(TypeElement type) {
    LayerReader reader = new LayerReader(type, report);
    return methods(type).stream().map(reader::read).flatMap(Optional::stream).toList();
  }

  /**
   * What super-interfaces declare, in their order, then the interface's own; an own method takes an inherited one's
   * place.
   */
  private static List<ExecutableElement> methods(TypeElement type) {
    List<ExecutableElement> own = ElementFilter.methodsIn(type.getEnclosedElements());
    Map<String, ExecutableElement> inherited = new LinkedHashMap<>();
    type.getInterfaces().forEach(i ->
        methods(MoreTypes.asTypeElement(i)).forEach(m -> inherited.put(m.getSimpleName().toString(), m)));
    own.forEach(m -> inherited.remove(m.getSimpleName().toString()));
    List<ExecutableElement> all = new ArrayList<>(inherited.values());
    all.addAll(own);
    return all;
  }

  private static TrainSpec train(TypeElement type) {
    return Language.find(type, "Train").map(m -> PolicyReader.train(m, MirrorSource.of(type, m))).orElse(null);
  }

  private PruneSpec prune(TypeElement type) {
    ScorerReader scorers = new ScorerReader(type, report);
    return Language.find(type, "Prune")
        .map(m -> {
          MirrorSource place = MirrorSource.of(type, m);
          return PolicyReader.prune(m, place, scorers.read("the default @Prune", m, place));
        })
        .orElse(null);
  }

  private static BudgetSpec budget(TypeElement type) {
    return Language.find(type, "Budget")
        .map(m -> {
          MirrorReader budget = new MirrorReader(m);
          return new BudgetSpec(budget.longInteger("macs"), budget.longInteger("bytes"), MirrorSource.of(type, m));
        })
        .orElse(null);
  }

  /** Whether Vector API kernels are to be generated. */
  private boolean vector(TypeElement type, MirrorSource place) {
    if (options.kernels() == Kernels.PORTABLE) {
      return false;
    }
    boolean visible = elements.getTypeElement(elements.getModuleOf(type), VECTOR_CLASS) != null;
    if (!visible) {
      Diagnostic rule =
          options.kernels() == Kernels.VECTOR ? Diagnostic.VECTOR_MODULE_MISSING : Diagnostic.NO_VECTOR_MODULE;
      report.add(rule.with(type.getSimpleName()), place);
    }
    return visible;
  }

  private static String kind(Element element) {
    return switch (element.getKind()) {
      case CLASS -> "a class";
      case RECORD -> "a record";
      case ENUM -> "an enum";
      case ANNOTATION_TYPE -> "an annotation";
      default -> element.getKind().toString();
    };
  }
}
