package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sets the small values of a layer's result to 0, anew for every sample, in training and at inference; the gradient
 * goes through what stays. It comes after the layer's activation. Exactly one way of selecting is given:
 * {@link #threshold}, {@link #top}, {@link #share}, or {@link #n} with {@link #m}. Values are compared by magnitude;
 * equal ones stay together.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface PruneActivations {

  /** What is smaller goes; above 0. */
  double threshold() default 0;

  /** The so many largest values of a sample stay; at least 1 and fewer than there are. */
  int top() default 0;

  /** The same as a share of the layer's values, in (0, 1). */
  double share() default 0;

  /** Of every {@link #m} neighbours the n largest stay; at least 1 and below m. */
  int n() default 0;

  /** Neighbours along the features, or at one pixel along the channels; divides their number. */
  int m() default 0;
}
