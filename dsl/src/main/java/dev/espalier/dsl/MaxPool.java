package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The largest value of each window, channel by channel, over one value of shape {@code {channels, height, width}}.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface MaxPool {

  /** {@code {height, width}} of the window, or one number for both; each at least 1. */
  int[] value();

  /** {@code {vertical, horizontal}} stride, or one number for both; 0 stands for the window. */
  int[] stride() default 0;
}
