package dev.espalier.processor;

import com.google.auto.common.MoreElements;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;

/** The names of the language's annotations, and how they are found on an element. */
final class Language {
  static final String PACKAGE = "dev.espalier.dsl";
  static final String NETWORK = PACKAGE + ".Network";
  static final String TENSOR = PACKAGE + ".Tensor";

  private Language() {}

  /** The annotation with this simple name on an element. */
  static Optional<AnnotationMirror> find(Element element, String simpleName) {
    return element.getAnnotationMirrors().stream()
        .filter(m -> name(m).equals(PACKAGE + "." + simpleName))
        .map(AnnotationMirror.class::cast)
        .findFirst();
  }

  /** Those of the given simple names that an element carries, in the element's order. */
  static List<String> findAll(Element element, List<String> simpleNames) {
    return element.getAnnotationMirrors().stream()
        .filter(m -> simpleNames.stream().anyMatch(n -> name(m).equals(PACKAGE + "." + n)))
        .map(m -> m.getAnnotationType().asElement().getSimpleName().toString())
        .toList();
  }

  private static String name(AnnotationMirror mirror) {
    return MoreElements.asType(mirror.getAnnotationType().asElement()).getQualifiedName().toString();
  }
}
