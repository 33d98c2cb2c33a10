package dev.espalier.processor;

import dev.espalier.codegen.emit.Surroundings;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.JavaFileObject;

/** What the emitter must know of the package and module of an interface. */
final class PackageSurroundings {
  private static final String GENERATED = "javax.annotation.processing.Generated";

  private PackageSurroundings() {}

  static Surroundings of(Element network, Elements elements) {
    boolean generatedVisible = elements.getTypeElement(elements.getModuleOf(network), GENERATED) != null;
    return new Surroundings(isPublic(network), generatedVisible, name -> isWritten(name, elements));
  }

  private static boolean isPublic(Element network) {
    for (Element e = network; !(e instanceof PackageElement); e = e.getEnclosingElement()) {
      boolean inInterface = e.getEnclosingElement().getKind().isInterface();
      if (!inInterface && !e.getModifiers().contains(Modifier.PUBLIC)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the user wrote a type of this name. Class files are left out, and what a processor generated: they may be our own
   * of the last compilation, and names must not depend on it.
   */
  private static boolean isWritten(String name, Elements elements) {
    TypeElement type = elements.getTypeElement(name);
    return type != null
        && elements.getFileObjectOf(type).getKind() == JavaFileObject.Kind.SOURCE
        && type.getAnnotationMirrors().stream().noneMatch(PackageSurroundings::isGenerated);
  }

  private static boolean isGenerated(AnnotationMirror annotation) {
    return annotation.getAnnotationType().asElement() instanceof TypeElement type
        && type.getQualifiedName().contentEquals(GENERATED);
  }
}
