package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How the network is trained. A network without it can be loaded and run, not fitted.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface Train {

  /** What is minimised; the mean over the batch. */
  Loss loss() default Loss.CROSS_ENTROPY;

  /** The update rule and its constants. */
  Optimizer optimizer() default @Optimizer;

  /** The learning rate as a function of the step. */
  LearningRate learningRate() default @LearningRate;

  /** Random changes of the training images. */
  Augment augment() default @Augment;

  /** Samples in one step, at least 1. The generated code pads them to whole cache lines of 16. */
  int batch() default 64;

  /** Passes over the training set, at least 1; rounds of a schedule come on top. */
  int epochs() default 10;

  /**
   * Steps from one evaluation on the test set to the next, for the history; they come on top of those at the end of
   * each epoch. 0: none.
   */
  int evaluateEvery() default 0;

  /** Whether a pruning within an epoch is evaluated before and after, too; one at an epoch's end always is. */
  boolean evaluatePrunings() default false;
}
