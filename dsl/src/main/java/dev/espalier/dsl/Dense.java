package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Fully connected: {@code y = W x + b}, W of shape {@code [units, inputs]}. Takes one value of shape {@code
 * {features}}; of a sequence {@code {tokens, width}} every token by the same weights, which gives {@code {tokens,
 * units}}.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface Dense {

  /** Output features, at least 1. */
  int value();

  /** Whether b is there. */
  boolean bias() default true;
}
