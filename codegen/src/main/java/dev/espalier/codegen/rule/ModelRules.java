package dev.espalier.codegen.rule;

import java.util.List;

/** All rules, in the order in which their findings are printed. */
public final class ModelRules {
  /** To add a rule, add its class here. */
  private static final List<ModelRule> ALL = List.of(
      new DeclaredInputs(),
      new DeclaredLayers(),
      new DistinctNames(),
      new KnownValues(),
      new AcyclicGraph(),
      new OneOutput(),
      new ConsumedInputs(),
      new LayerElements(),
      new PolicyPlaces(),
      new TrainElements(),
      new BudgetElements());

  private ModelRules() {}

  /** All rules. */
  public static List<ModelRule> all() {
    return ALL;
  }
}
