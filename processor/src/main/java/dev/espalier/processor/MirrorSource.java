package dev.espalier.processor;

import dev.espalier.codegen.ir.SourceRef;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;

/**
 * A place in Java source, as the Java compiler knows it.
 *
 * @param annotation on the element, or null for the element itself
 * @param value in the annotation, or null for the annotation as a whole
 */
record MirrorSource(Element element, AnnotationMirror annotation, AnnotationValue value) implements SourceRef {

  static MirrorSource of(Element element) {
    return new MirrorSource(element, null, null);
  }

  static MirrorSource of(Element element, AnnotationMirror annotation) {
    return new MirrorSource(element, annotation, null);
  }

  /** The place of an element's value as far as it is written; of a method, the place of its parameter. */
  @Override
  public MirrorSource at(String path) {
    if (path.isEmpty()) {
      return this;
    }
    if (annotation == null) {
      return parameter(path);
    }
    int dot = path.indexOf('.');
    String first = dot < 0 ? path : path.substring(0, dot);
    for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry
        : container().getElementValues().entrySet()) {
      if (entry.getKey().getSimpleName().contentEquals(first)) {
        MirrorSource inner = new MirrorSource(element, annotation, entry.getValue());
        return dot < 0 ? inner : inner.at(path.substring(dot + 1));
      }
    }
    return this;
  }

  private AnnotationMirror container() {
    return value != null && value.getValue() instanceof AnnotationMirror nested ? nested : annotation;
  }

  private MirrorSource parameter(String name) {
    if (element instanceof ExecutableElement method) {
      return method.getParameters().stream()
          .filter(p -> p.getSimpleName().contentEquals(name))
          .map(MirrorSource::of)
          .findFirst()
          .orElse(this);
    }
    return this;
  }
}
