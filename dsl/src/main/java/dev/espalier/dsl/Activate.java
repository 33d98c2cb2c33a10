package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Applies an activation to the layer's result; alone on a method it is a layer of its own.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface Activate {

  /** Which function. */
  Activation value();

  /** LEAKY_RELU: the slope below 0, in (0, 1). */
  double slope() default 0.01;
}
