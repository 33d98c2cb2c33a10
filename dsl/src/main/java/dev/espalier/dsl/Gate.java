package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Feature boosting and suppression of a convolution (Gao 2019): a trained dense layer predicts, for every sample, a
 * saliency of each filter from the mean of each input channel; filters outside the given share are skipped for that
 * sample, the results of the others are multiplied by their saliency.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface Gate {

  /** Share of the filters that run for a sample, in (0, 1), rounded up to whole filters. */
  double value();

  /** What the sum of a sample's saliencies is multiplied by in the loss, at least 0. */
  double lambda() default 1e-8;
}
