package dev.espalier.runtime.policy;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Encoding;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Penalty;
import dev.espalier.dsl.ScheduleKind;
import dev.espalier.dsl.Scope;
import dev.espalier.dsl.Scorer;
import dev.espalier.dsl.Unit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A pruning policy as a value: the annotation {@link dev.espalier.dsl.Prune}, element by element.
 *
 * <p>Exactly one of {@code sparsity} (in (0, 1)) and {@code threshold} (above 0) is not 0; {@link PolicyRules} says so
 * and checks the rest. N_OF_M without a sparsity has that of its n and m.
 *
 * @param scoring how the criterion is taken; a scorer there stands in the criterion's place
 */
public record PrunePolicy(
    double sparsity,
    double threshold,
    Granularity granularity,
    Criterion criterion,
    SchedulePlan schedule,
    Encoding encoding,
    Unit unit,
    Scope scope,
    GroupShape shape,
    RankingPlan ranking,
    ScoringOptions scoring) {

  /** Fills in the sparsity of N_OF_M. */
  public PrunePolicy {
    boolean given = sparsity != 0 || threshold != 0;
    if (granularity == Granularity.N_OF_M && !given && shape.n() > 0 && shape.n() < shape.m()) {
      sparsity = 1 - (double) shape.n() / shape.m();
    }
  }

  /** A policy whose granularity takes no numbers, with the defaults of ranking. */
  public PrunePolicy(
      double sparsity,
      double threshold,
      Granularity granularity,
      Criterion criterion,
      SchedulePlan schedule,
      Encoding encoding,
      Unit unit,
      Scope scope) {
    this(sparsity, threshold, granularity, criterion, schedule, encoding, unit, scope, GroupShape.DEFAULT,
        RankingPlan.DEFAULT, ScoringOptions.DEFAULTS);
  }

  /** Unstructured magnitude pruning, once after training, to the given share of zeros. */
  public static PrunePolicy toSparsity(double sparsity) {
    return new PrunePolicy(
        sparsity,
        0,
        Granularity.ELEMENT,
        Criterion.MAGNITUDE,
        SchedulePlan.of(dev.espalier.dsl.ScheduleKind.ONE_SHOT),
        Encoding.AUTO,
        Unit.WEIGHTS,
        Scope.LAYER);
  }

  /** The same policy with another sparsity and no threshold. */
  public PrunePolicy sparsity(double newSparsity) {
    return new PrunePolicy(
        newSparsity, 0, granularity, criterion, schedule, encoding, unit, scope, shape, ranking, scoring);
  }

  /** The same policy with a threshold and no sparsity. */
  public PrunePolicy threshold(double newThreshold) {
    return new PrunePolicy(
        0, newThreshold, granularity, criterion, schedule, encoding, unit, scope, shape, ranking, scoring);
  }

  /** The same policy with another granularity, which takes no numbers or those that the policy has. */
  public PrunePolicy granularity(Granularity newGranularity) {
    return new PrunePolicy(
        sparsity, threshold, newGranularity, criterion, schedule, encoding, unit, scope, shape, ranking, scoring);
  }

  /** The same policy by blocks of this many rows and columns. */
  public PrunePolicy blocks(int rows, int columns) {
    return new PrunePolicy(sparsity, threshold, Granularity.BLOCK, criterion, schedule, encoding, unit, scope,
        GroupShape.ofBlock(rows, columns), ranking, scoring);
  }

  /** The same policy keeping n of each m neighbours, the same ones in so many rows; this gives the sparsity. */
  public PrunePolicy nOfM(int n, int m, int sharedRows) {
    return new PrunePolicy(0, 0, Granularity.N_OF_M, criterion, schedule, encoding, unit, scope,
        GroupShape.nOfM(n, m, sharedRows), ranking, scoring);
  }

  /** The same policy combining up to {@code columns} columns with so many conflicts a row. */
  public PrunePolicy combining(int columns, double conflicts) {
    return new PrunePolicy(sparsity, threshold, Granularity.COLUMN_COMBINED, criterion, schedule, encoding, unit, scope,
        GroupShape.combined(columns, conflicts), ranking, scoring);
  }

  /** The same policy with another criterion, and no scorer in its place. */
  public PrunePolicy criterion(Criterion newCriterion) {
    ScoringOptions options = scoring.scorer(null);
    return new PrunePolicy(
        sparsity, threshold, granularity, newCriterion, schedule, encoding, unit, scope, shape, ranking, options);
  }

  /** The same policy with another schedule. */
  public PrunePolicy schedule(SchedulePlan newSchedule) {
    return new PrunePolicy(
        sparsity, threshold, granularity, criterion, newSchedule, encoding, unit, scope, shape, ranking, scoring);
  }

  /** The same policy with its schedule changed. */
  public PrunePolicy schedule(UnaryOperator<SchedulePlan> change) {
    return schedule(change.apply(schedule));
  }

  /** The same policy with another storage encoding. */
  public PrunePolicy encoding(Encoding newEncoding) {
    return new PrunePolicy(
        sparsity, threshold, granularity, criterion, schedule, newEncoding, unit, scope, shape, ranking, scoring);
  }

  /** The same policy with another unit. */
  public PrunePolicy unit(Unit newUnit) {
    return new PrunePolicy(
        sparsity, threshold, granularity, criterion, schedule, encoding, newUnit, scope, shape, ranking, scoring);
  }

  /** The same policy with another scope. */
  public PrunePolicy scope(Scope newScope) {
    return new PrunePolicy(
        sparsity, threshold, granularity, criterion, schedule, encoding, unit, newScope, shape, ranking, scoring);
  }

  /** The same policy with another shape of its groups. */
  public PrunePolicy shape(GroupShape newShape) {
    return new PrunePolicy(
        sparsity, threshold, granularity, criterion, schedule, encoding, unit, scope, newShape, ranking, scoring);
  }

  /** Whether gates of heads are trained with the network. */
  public boolean trainsGates() {
    return scoring.scorer() == null
        && criterion == Criterion.HARD_CONCRETE
        && schedule.kind() == ScheduleKind.REGULARISED
        && schedule.penalty() == Penalty.L0;
  }

  /** The same policy with another part in a ranking. */
  public PrunePolicy ranking(RankingPlan newRanking) {
    return new PrunePolicy(
        sparsity, threshold, granularity, criterion, schedule, encoding, unit, scope, shape, newRanking, scoring);
  }

  /** The same policy, ranked together with the others of a named group. */
  public PrunePolicy group(String name) {
    return scope(Scope.GROUP).ranking(ranking.group(name));
  }

  /** The same policy with its criterion taken otherwise: samples, Fisher blocks, a scorer. */
  public PrunePolicy scoring(ScoringOptions newScoring) {
    return new PrunePolicy(
        sparsity, threshold, granularity, criterion, schedule, encoding, unit, scope, shape, ranking, newScoring);
  }

  /** The same policy with its scores taken over this many records of the training set, or over all for 0. */
  public PrunePolicy samples(int newSamples) {
    return scoring(scoring.samples(newSamples));
  }

  /**
   * The same policy with a criterion of one's own, made anew for each layer and pruning. A checkpoint remembers its
   * class by name: a lambda's changes from one virtual machine to the next, so that its run can only be resumed in the
   * same.
   */
  public PrunePolicy scorer(Supplier<? extends Scorer> factory) {
    Class<?> type = factory.get().getClass();
    String name = type.getCanonicalName() == null ? type.getName() : type.getCanonicalName();
    return criterion(Criterion.MAGNITUDE).scoring(scoring.scorer(new ScorerChoice(name, factory)));
  }

  /** Whether it goes by the scales of a batch normalisation. */
  public boolean looksAtScales() {
    return scoring.scorer() == null && criterion == Criterion.BN_SCALE;
  }

  /** What scores, for messages: the criterion's constant, or the scorer's class. */
  public String criterionName() {
    return scoring.scorer() == null ? criterion.name() : "scorer " + scoring.scorer();
  }
}
