package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * When a policy prunes; only inside {@link Prune#schedule()}. An element that the kind does not use is refused, never
 * ignored.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target({})
public @interface Schedule {

  /** Which schedule. */
  ScheduleKind kind() default ScheduleKind.ONE_SHOT;

  /**
   * ONE_SHOT, GRADUAL: epochs before the (first) pruning; fractions are allowed. -1: ONE_SHOT after the last epoch,
   * GRADUAL 0.
   */
  double from() default -1;

  /**
   * GRADUAL: epochs before the last pruning; above {@code from}, at most the epochs of training. -1: three quarters of
   * them.
   */
  double to() default -1;

  /** GRADUAL: steps from one pruning to the next, at least 1. */
  int every() default 100;

  /**
   * ITERATIVE, LOTTERY: how many times a share of the remaining is pruned, at least 1; the share follows from the
   * sparsity.
   */
  int rounds() default 0;

  /** ITERATIVE, LOTTERY: epochs of training after each pruning, at least 1; 0 stands for the epochs of training. */
  int roundEpochs() default 0;

  /** LOTTERY: where the weights that are left go back to after each pruning. */
  Rewind rewind() default Rewind.INITIAL;

  /** LOTTERY with rewind STEP: the step whose weights are kept to go back to, before the first pruning. */
  int rewindStep() default 0;
}
