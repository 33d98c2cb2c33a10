package dev.espalier.codegen.emit;

import java.util.function.Predicate;

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
}
