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
   * ONE_SHOT, REGULARISED, GRADUAL: epochs before the (first) pruning; fractions are allowed. -1: ONE_SHOT and
   * REGULARISED after the last epoch, GRADUAL 0.
   */
  double from() default -1;

  /**
   * GRADUAL: epochs before the last pruning; above {@code from}. DYNAMIC: epochs after which the mask stays. At most
   * the epochs of training; -1: three quarters of them.
   */
  double to() default -1;

  /** GRADUAL, DYNAMIC: steps from one pruning to the next, at least 1. */
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

  /** ONE_SHOT, REGULARISED, both without {@code from}: epochs after the pruning, on top of the epochs of training. */
  int fineTune() default 0;

  /** REGULARISED: what is added to the loss until the pruning. */
  Penalty penalty() default Penalty.L1;

  /** REGULARISED: what the penalty is multiplied by; above 0. */
  double lambda() default 0;

  /** DYNAMIC: which groups are taken in. */
  Regrow regrow() default Regrow.GRADIENT;

  /** DYNAMIC: share of the kept groups that is exchanged (with GRADIENT, at first), in (0, 1). */
  double fraction() default 0.3;
}
