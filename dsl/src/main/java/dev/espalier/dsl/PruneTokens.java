package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Takes tokens out of the sequence behind a {@link SelfAttention}, anew for every sample, in training and at inference:
 * those that receive the least attention leave it for all following layers. What stays moves together in its order, so
 * that the layers after it have fewer columns and compute nothing of what left; the gradient goes through what stays. The
 * token of a {@link ClsToken} always stays. Of equal scores the earlier token stays.
 *
 * <p>Where an {@link Add} joins what came before the selection with what comes after it, the tokens that stay are taken out
 * of the former, too.
 *
 * <p>{@link #keep}, {@link #share} and {@link #threshold} say which tokens stay; {@link #threshold} may stand beside one of
 * the others, and then both must be met. A sample that has any token keeps at least one.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface PruneTokens {

  /** At most so many tokens of a sample stay; at least 1 and fewer than there can be. A sample with fewer keeps them all. */
  int keep() default 0;

  /** This share of a sample's own tokens stays, rounded up to whole ones, in (0, 1). */
  double share() default 0;

  /**
   * Tokens that score less leave; in (0, 1). The scores of a sample add up to 1, so that of n tokens one scores 1 / n on
   * average. By itself it declares as many columns as before; what is computed is what the samples at hand keep.
   */
  double threshold() default 0;

  /**
   * Has the threshold be trained with the network, from {@link #threshold} on; in place of {@link #keep} and {@link
   * #share}. Not given, the threshold is what it is.
   */
  LearnedThreshold learned() default @LearnedThreshold(lambda = 0);

  /** What the tokens of a sample are ranked by. */
  TokenScore score() default TokenScore.ATTENTION;
}
