package dev.espalier.processor;

import dev.espalier.codegen.emit.Surroundings;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.JavaFileObject;

/** What generated classes find around them: who may see them, and which names are taken. */
final class SurroundingsReader {
  private static final String GENERATED = "javax.annotation.processing.Generated";

  private SurroundingsReader() {}

  static Surroundings read(Elements elements, Element network) {
    boolean generatedVisible = elements.getTypeElement(elements.getModuleOf(network), GENERATED) != null;
    return new Surroundings(isPublic(network), generatedVisible, name -> isSource(elements, name));
  }

  private static boolean isPublic(Element element) {
    return element instanceof PackageElement
        || (element.getModifiers().contains(Modifier.PUBLIC) && isPublic(element.getEnclosingElement()));
  }

  /** Whether a type is compiled now; its class file may well be what this processor generated last time. */
  private static boolean isSource(Elements elements, String name) {
    TypeElement type = elements.getTypeElement(name);
    return type != null && elements.getFileObjectOf(type).getKind() == JavaFileObject.Kind.SOURCE;
  }
}
