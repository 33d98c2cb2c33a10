package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * In training, sets each value to 0 with the given probability and divides the others by the probability of staying
 * (Srivastava 2014); at inference the identity.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface Dropout {

  /** Probability of being dropped, in (0, 1). */
  double value();
}
