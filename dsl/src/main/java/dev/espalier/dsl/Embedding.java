package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A learned vector for each token: takes an {@link Input} with {@code tokens}, gives a sequence {@code {tokens,
 * width}}. W is of shape {@code [vocabulary, width]}; row id of it is the token's vector. A negative id is no token:
 * its place is 0, and nothing behind it attends to it.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface Embedding {

  /** Number of different tokens, at least 1; ids run from 0 and are below it. */
  int vocabulary();

  /** Features of a token, at least 1. */
  int width();
}
