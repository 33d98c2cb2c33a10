package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Normalises the features of each token: {@code y = scale (x - mean) / sqrt(variance + epsilon) + shift}, mean and
 * variance over the token's features (Ba, Kiros, Hinton: "Layer normalization", 2016). Takes and gives a sequence
 * {@code {tokens, width}}, or a vector. Scale starts at 1 and shift at 0.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface LayerNorm {

  /** What is added to the variance, above 0. */
  double epsilon() default 1e-5;
}
