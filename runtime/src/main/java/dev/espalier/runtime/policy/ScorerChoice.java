package dev.espalier.runtime.policy;

import dev.espalier.dsl.Scorer;
import java.util.Objects;
import java.util.function.Supplier;

/** A user's own criterion: which class, and how one is made. Equal by the class's name. */
public final class ScorerChoice {

  private final String className;
  private final Supplier<? extends Scorer> factory;

  /**
   * A choice.
   *
   * @param className canonical, so that it can stand in source
   * @param factory null in the compiler, which makes none
   */
  public ScorerChoice(String className, Supplier<? extends Scorer> factory) {
    this.className = Objects.requireNonNull(className, "className");
    this.factory = factory;
  }

  /** The class's canonical name. */
  public String className() {
    return className;
  }

  /** A new scorer. */
  public Scorer make() {
    return Objects.requireNonNull(factory.get(), () -> "The factory of the scorer " + className + " gave null.");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScorerChoice choice && className.equals(choice.className);
  }

  @Override
  public int hashCode() {
    return className.hashCode();
  }

  @Override
  public String toString() {
    return className;
  }
}
