package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An input of the network; only inside {@link Network#inputs()}.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target({})
public @interface Input {

  /** The name by which layer methods take it as a parameter; a Java identifier. */
  String name();

  /** {@code {features}} or {@code {channels, height, width}}; every extent at least 1; without the batch. */
  int[] shape();
}
