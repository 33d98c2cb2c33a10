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

  /**
   * Share of zeros to reach, in (0, 1), counted in {@link #unit()}. Exactly one of sparsity and threshold is given, but
   * for N_OF_M, whose sparsity is 1 - n / m.
   */
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
   * Records of the training set that scores are taken over, chosen at random for each pruning; 0 takes all. For
   * criteria that look at data, and a scorer.
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

  /** Rows and columns of a group, {@code {r, c}}, for VECTOR (one of them 1) and BLOCK. */
  int[] block() default {};

  /** Weights kept of each {@link #m()}, at least 1 and below m, for N_OF_M. */
  int n() default 0;

  /** Neighbours along the input axis of which {@link #n()} stay, for N_OF_M; divides the layer's inputs. */
  int m() default 0;

  /** Rows that keep the same n of m, for N_OF_M. */
  int sharedRows() default 1;

  /** Columns that are combined into one at most, at least 2, for COLUMN_COMBINED. */
  int columns() default 8;

  /** Conflicts that combining may cause, on average a row of a combined column, at least 0, for COLUMN_COMBINED. */
  double conflicts() default 0.5;

  /** The name that the layers of one group share, for scope GROUP. */
  String group() default "";

  /** Share of its weights that this layer loses at least, in [0, 1), for scope GLOBAL and GROUP. */
  double minSparsity() default 0;

  /** Share of its weights that this layer loses at most, in (0, 1], for scope GLOBAL and GROUP. */
  double maxSparsity() default 1;

  /** How layers share the sparsity, for scope GLOBAL and GROUP. */
  Densities densities() default Densities.RANKED;
}
