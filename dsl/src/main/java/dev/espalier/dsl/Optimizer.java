package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The update rule and its constants; only inside {@link Train#optimizer()}. A constant that the kind does not use is
 * refused.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target({})
public @interface Optimizer {

  /** Which rule. */
  OptimizerKind kind() default OptimizerKind.SGD;

  /** The base learning rate, above 0. */
  double learningRate() default 0.01;

  /** SGD: share of the last step that is kept, in [0, 1). */
  double momentum() default 0;

  /** SGD: look ahead along the momentum. Needs a momentum above 0. */
  boolean nesterov() default false;

  /**
   * At least 0. SGD and ADAM add it times the weight to the gradient, ADAMW subtracts it from the weight. Biases are
   * not decayed.
   */
  double weightDecay() default 0;

  /** ADAM, ADAMW: decay of the first moment, in [0, 1). */
  double beta1() default 0.9;

  /** ADAM, ADAMW: decay of the second moment, in [0, 1). */
  double beta2() default 0.999;

  /** ADAM, ADAMW: added to the denominator, above 0. */
  double epsilon() default 1e-8;
}
