package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Two-dimensional convolution (cross-correlation): W of shape {@code [filters, channels / groups, kernel, kernel]}
 * over one value of shape {@code {channels, height, width}}. Output extents are {@code (extent + 2 padding - dilation
 * (kernel - 1) - 1) / stride + 1}, rounded down.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface Conv2d {

  /** Output channels, at least 1. */
  int filters();

  /** {@code {height, width}} of the kernel, or one number for both; each at least 1. */
  int[] kernel();

  /** {@code {vertical, horizontal}} stride, or one number for both; each at least 1. */
  int[] stride() default 1;

  /**
   * {@code {vertical, horizontal}} zero padding on each side, or one number for both; each at least 0 and at most
   * {@code dilation (kernel - 1)}, so that every window sees the image.
   */
  int[] padding() default 0;

  /**
   * {@code {vertical, horizontal}} distance between taps (Yu & Koltun 2016), or one number for both; each at least 1.
   */
  int[] dilation() default 1;

  /** Channel groups; divides channels and filters. */
  int groups() default 1;

  /** Whether there is one bias a filter. */
  boolean bias() default true;
}
