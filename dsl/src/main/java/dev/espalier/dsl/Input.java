package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An input of the network; only inside {@link Network#inputs()}.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target({})
public @interface Input {

  /** The name by which layer methods take it as a parameter; a Java identifier. */
  String name();

  /**
   * {@code {features}} or {@code {channels, height, width}}; every extent at least 1; without the batch. Exactly one of
   * shape and {@link #tokens} is given.
   */
  int[] shape() default {};

  /**
   * A sequence of token ids, of at most this many tokens: a record has so many numbers, ids from 0 and, where there is
   * no token, -1. {@link Embedding} alone takes it. Samples are computed up to the last token of those beside them, and
   * batches are made of records of similar length.
   */
  int tokens() default 0;
}
