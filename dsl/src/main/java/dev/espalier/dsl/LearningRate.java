package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The learning rate as a function of the step; only inside {@link Train#learningRate()}.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target({})
public @interface LearningRate {

  /** Which curve. */
  LearningRateKind kind() default LearningRateKind.CONSTANT;

  /** Epochs of linear warm-up from 0 before the curve begins, at least 0; fractions are allowed. */
  double warmup() default 0;

  /** STEP: epochs between two drops, above 0. */
  double every() default 10;

  /** STEP: what the rate is multiplied by at a drop, in (0, 1). */
  double factor() default 0.1;

  /** COSINE: the last rate as a share of the base rate, in [0, 1). */
  double floor() default 0;
}
