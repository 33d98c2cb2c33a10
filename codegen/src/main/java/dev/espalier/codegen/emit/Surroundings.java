package dev.espalier.codegen.emit;

import com.palantir.javapoet.TypeSpec;
import java.util.function.Predicate;
import javax.lang.model.element.Modifier;

/**
 * What the emitter must know of the package and module that it writes into.
 *
 * @param isPublic whether the interface is public, and so the generated class
 * @param generatedVisible whether {@code javax.annotation.processing.Generated} can be seen from there
 * @param typeExists whether the user has a type of this qualified name
 */
public record Surroundings(boolean isPublic, boolean generatedVisible, Predicate<String> typeExists) {

  /** A public interface in a package that has nothing else. */
  public static final Surroundings PLAIN = new Surroundings(true, true, name -> false);

  /** The type without annotations that cannot be seen from there. */
  TypeSpec visible(TypeSpec type) {
    if (generatedVisible) {
      return type;
    }
    TypeSpec.Builder bare = TypeSpec.classBuilder(type.name())
        .addJavadoc(type.javadoc())
        .addModifiers(type.modifiers().toArray(Modifier[]::new))
        .superclass(type.superclass())
        .addFields(type.fieldSpecs())
        .addMethods(type.methodSpecs());
    type.annotations().stream().filter(a -> !a.type().equals(NetworkClass.GENERATED)).forEach(bare::addAnnotation);
    return bare.build();
  }
}
