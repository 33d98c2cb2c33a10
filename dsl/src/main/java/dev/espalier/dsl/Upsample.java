package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Repeats every pixel: {@code {channels, height, width}} to {@code {channels, factor height, factor width}}, the
 * nearest neighbour.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface Upsample {

  /** {@code {vertical, horizontal}} repetitions, or one number for both; each at least 1. */
  int[] value();
}
