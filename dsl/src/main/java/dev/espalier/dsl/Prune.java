package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A pruning policy. On a layer method it is that layer's and replaces the default as a whole; on the interface it is
 * the default of every layer that has weights, the output layer and layers with {@link Keep} excepted.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Prune {

  /** Share of zeros to reach, in (0, 1), counted in {@link #unit()}. Exactly one of sparsity and threshold is given. */
  double sparsity() default 0;

  /** Prunes what scores below it, above 0. Exactly one of sparsity and threshold is given. */
  double threshold() default 0;

  /** What is removed as one. */
  Granularity granularity() default Granularity.ELEMENT;

  /** What a group is worth. */
  Criterion criterion() default Criterion.MAGNITUDE;

  /** A criterion of one's own instead; {@code Scorer.class} is none. */
  Class<? extends Scorer> scorer() default Scorer.class;

  /**
   * Records of the training set that scores are taken over, chosen at random for each pruning; 0 takes all. For criteria
   * that look at data, and a scorer.
   */
  int samples() default 0;

  /** OBS: consecutive kept weights of a layer that make one block of the Fisher matrix, at least 1. */
  int fisherBlock() default 64;

  /** OBS: what is added to the diagonal of the Fisher matrix, above 0. */
  double damping() default 1e-5;

  /** When. */
  Schedule schedule() default @Schedule;

  /** How the kept weights are stored. */
  Encoding encoding() default Encoding.AUTO;

  /** What sparsity counts. */
  Unit unit() default Unit.WEIGHTS;

  /** Over what the groups are ranked. */
  Scope scope() default Scope.LAYER;
}
