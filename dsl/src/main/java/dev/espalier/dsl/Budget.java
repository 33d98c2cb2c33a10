package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the planned network may cost at the most, for one sample. Exceeded by the static plan, it is a compile error.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface Budget {

  /** Multiply-adds of one sample with the planned weights kept; 0 is no limit. */
  long macs() default 0;

  /** Bytes of the encoded weights and biases; 0 is no limit. */
  long bytes() default 0;
}
