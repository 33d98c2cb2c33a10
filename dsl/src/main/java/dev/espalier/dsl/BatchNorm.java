package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Batch normalisation (Ioffe & Szegedy 2015): {@code y = scale (x - mean) / sqrt(variance + epsilon) + shift}, channel
 * by channel of an image, feature by feature of a vector. Scale and shift are trained; mean and variance are those of
 * the whole batch in training, running ones at inference, where a convolution or dense layer that it alone consumes
 * takes it into its weights.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface BatchNorm {

  /** Share of the batch in the running mean and variance, in (0, 1]. */
  double momentum() default 0.1;

  /** What is added to the variance; above 0. */
  double epsilon() default 1e-5;
}
