package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How a threshold of tokens is learned; only inside {@link PruneTokens#learned()} (Kim et al.: "Learned token pruning for
 * transformers", 2022). Until the threshold is settled no token leaves in a step of training: one of score s weighs {@code
 * sigmoid((s - threshold) / temperature)} in all later layers, and the mean of these weights times {@code lambda} is
 * minimised with the loss, by the threshold and by the network. Then the threshold stays what it is, and tokens that score
 * less leave. Evaluation and the frozen network let them leave at any time.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target({})
public @interface LearnedThreshold {

  /**
   * What the penalty is multiplied by, above 0: the mean, over a sample's tokens, samples and selections of the network,
   * of what tokens weigh. The loss that is reported does not contain it.
   */
  double lambda();

  /** How near to the threshold a score is for its token to weigh neither all nor nothing, above 0. */
  double temperature() default 0.01;

  /** Epochs until the threshold is settled, above 0, fractions are allowed; -1: three quarters of those of training. */
  double until() default -1;
}
