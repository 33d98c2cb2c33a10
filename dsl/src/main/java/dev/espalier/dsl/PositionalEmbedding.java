package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Adds to each token a vector that depends on its place alone: takes and gives a sequence {@code {tokens, width}}.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface PositionalEmbedding {

  /** Where the vectors come from. */
  Positions value() default Positions.LEARNED;
}
