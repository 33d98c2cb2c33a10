package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The mean, padding counted as zeros, of each window, channel by channel, over one value of shape {@code {channels,
 * height, width}}.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface AvgPool {

  /** {@code {height, width}} of the window, or one number for both; each at least 1. */
  int[] value();

  /** {@code {vertical, horizontal}} stride, or one number for both; 0 stands for the window. */
  int[] stride() default 0;

  /** {@code {vertical, horizontal}} zero padding on each side, or one number for both; at most half the window. */
  int[] padding() default 0;
}
