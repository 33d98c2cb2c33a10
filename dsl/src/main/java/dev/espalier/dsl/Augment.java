package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Random changes of every training sample's images, other ones in each epoch; evaluation sees them as they are. All
 * image inputs of a sample are changed alike.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target({})
public @interface Augment {

  /** Whether every other image on average is flipped left to right. */
  boolean flip() default false;

  /**
   * Pixels of zeros that are put around an image before a window of its own size is cut out at random: it moves by at
   * most so many pixels. Below the height and the width of every image.
   */
  int crop() default 0;
}
