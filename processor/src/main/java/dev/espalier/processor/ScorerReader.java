package dev.espalier.processor;

import com.google.auto.common.MoreElements;
import com.google.auto.common.MoreTypes;
import dev.espalier.codegen.rule.Report;
import dev.espalier.dsl.Criterion;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.policy.ScorerChoice;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.util.ElementFilter;

/**
 * The scorer of a policy, and whether the network's generated class, in the network's package, can make one with {@code
 * new}. That it is a scorer at all, the Java compiler sees to.
 *
 * @param network the interface that is read
 */
record ScorerReader(TypeElement network, Report report) {

  private static final String NONE = Language.PACKAGE + ".Scorer";

  /** A flaw, as the rest of a sentence that begins with the class's name, and what to do about it. */
  private record Flaw(String finding, String fix) {}

  /** The scorer; null where the annotation gives none, or what is no scorer. */
  ScorerChoice read(String who, AnnotationMirror prune, MirrorSource source) {
    MirrorReader reader = new MirrorReader(prune);
    if (!(reader.type("scorer") instanceof DeclaredType declared) || declared.getKind() == TypeKind.ERROR) {
      return null;
    }
    TypeElement type = MoreTypes.asTypeElement(declared);
    String name = type.getQualifiedName().toString();
    if (name.equals(NONE)) {
      return null;
    }
    flaw(type).ifPresent(flaw -> report.add(
        Diagnostic.SCORER_NOT_USABLE.with(who, type.getSimpleName(), flaw.finding(), flaw.fix()), source.at("scorer")));
    // Here and not by the policy's rules, which cannot tell the default that is written from the one that is not.
    if (reader.gives("criterion")) {
      Criterion criterion = reader.constant("criterion", Criterion.class);
      report.add(Diagnostic.SCORER_AND_CRITERION.with(who, criterion, name), source.at("scorer"));
    }
    return new ScorerChoice(name, null);
  }

  private Optional<Flaw> flaw(TypeElement type) {
    if (type.getKind() != ElementKind.CLASS && type.getKind() != ElementKind.RECORD) {
      return flaw("is not a class", "name a class that implements Scorer");
    }
    if (type.getModifiers().contains(Modifier.ABSTRACT)) {
      return flaw("is abstract", "name a class that is not");
    }
    if (!type.getTypeParameters().isEmpty()) {
      return flaw("has type parameters", "name a class without them");
    }
    for (Element e = type; e instanceof TypeElement inner; e = e.getEnclosingElement()) {
      if (!reaches(inner)) {
        String what = inner.equals(type) ? "cannot" : "is inside " + inner.getSimpleName() + ", which cannot";
        return flaw(what + " be seen from the network's package", "make " + inner.getSimpleName() + " public");
      }
      boolean nested = inner.getEnclosingElement() instanceof TypeElement;
      if (nested && inner.getKind() == ElementKind.CLASS && !inner.getModifiers().contains(Modifier.STATIC)) {
        return flaw("is an inner class or inside one", "make " + inner.getSimpleName() + " static");
      }
    }
    Optional<ExecutableElement> constructor = ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
        .filter(c -> c.getParameters().isEmpty())
        .findFirst();
    if (constructor.isEmpty()) {
      return flaw("has no constructor without parameters", "add one");
    }
    if (!reaches(constructor.get())) {
      return flaw("has a constructor without parameters that cannot be called from the network's package",
          "make it public");
    }
    return Optional.empty();
  }

  private static Optional<Flaw> flaw(String finding, String fix) {
    return Optional.of(new Flaw(finding, fix));
  }

  /** Whether an element can be named from the network's package; members of interfaces are public without saying so. */
  private boolean reaches(Element element) {
    Set<Modifier> modifiers = element.getModifiers();
    boolean same = MoreElements.getPackage(element).equals(MoreElements.getPackage(network));
    return modifiers.contains(Modifier.PUBLIC) || (same && !modifiers.contains(Modifier.PRIVATE));
  }
}
