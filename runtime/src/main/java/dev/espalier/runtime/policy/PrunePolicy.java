package dev.espalier.runtime.policy;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Encoding;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Scope;
import dev.espalier.dsl.Unit;
import java.util.function.UnaryOperator;

/**
 * A pruning policy as a value: the annotation {@link dev.espalier.dsl.Prune}, element by element.
 *
 * <p>Exactly one of {@code sparsity} (in (0, 1)) and {@code threshold} (above 0) is not 0; {@link PolicyRules} says so
 * and checks the rest.
 */
public record PrunePolicy(
    double sparsity,
    double threshold,
    Granularity granularity,
    Criterion criterion,
    SchedulePlan schedule,
    Encoding encoding,
    Unit unit,
    Scope scope) {

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
    return new PrunePolicy(newSparsity, 0, granularity, criterion, schedule, encoding, unit, scope);
  }

  /** The same policy with a threshold and no sparsity. */
  public PrunePolicy threshold(double newThreshold) {
    return new PrunePolicy(0, newThreshold, granularity, criterion, schedule, encoding, unit, scope);
  }

  /** The same policy with another granularity. */
  public PrunePolicy granularity(Granularity newGranularity) {
    return new PrunePolicy(sparsity, threshold, newGranularity, criterion, schedule, encoding, unit, scope);
  }

  /** The same policy with another criterion. */
  public PrunePolicy criterion(Criterion newCriterion) {
    return new PrunePolicy(sparsity, threshold, granularity, newCriterion, schedule, encoding, unit, scope);
  }

  /** The same policy with another schedule. */
  public PrunePolicy schedule(SchedulePlan newSchedule) {
    return new PrunePolicy(sparsity, threshold, granularity, criterion, newSchedule, encoding, unit, scope);
  }

  /** The same policy with its schedule changed. */
  public PrunePolicy schedule(UnaryOperator<SchedulePlan> change) {
    return schedule(change.apply(schedule));
  }

  /** The same policy with another storage encoding. */
  public PrunePolicy encoding(Encoding newEncoding) {
    return new PrunePolicy(sparsity, threshold, granularity, criterion, schedule, newEncoding, unit, scope);
  }

  /** The same policy with another unit. */
  public PrunePolicy unit(Unit newUnit) {
    return new PrunePolicy(sparsity, threshold, granularity, criterion, schedule, encoding, newUnit, scope);
  }

  /** The same policy with another scope. */
  public PrunePolicy scope(Scope newScope) {
    return new PrunePolicy(sparsity, threshold, granularity, criterion, schedule, encoding, unit, newScope);
  }
}
