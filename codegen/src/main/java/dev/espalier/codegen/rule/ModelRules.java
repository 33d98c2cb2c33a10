package dev.espalier.codegen.rule;

import java.util.List;

/** All rules of a network as it was read. To add one, add its class to one of the lists. */
public final class ModelRules {
  /** Rules that no later pass relies on. */
  private static final List<ModelRule> SETTINGS =
      List.of(new TrainElements(), new BudgetElements(), new PolicyPlaces(), new PolicyElements(),
          new DynamicElements(),
          new SoftmaxOnce());

  /** Rules that make a closed, acyclic graph of sound layers, without which there are no shapes. */
  private static final List<ModelRule> GRAPH = List.of(
      new DeclaredInputs(),
      new DeclaredLayers(),
      new DistinctNames(),
      new KnownValues(),
      new AcyclicGraph(),
      new OneOutput(),
      new ConsumedInputs(),
      new LayerElements(),
      new TokenInputs(),
      new TokenElements(),
      new ClassTokens());

  private ModelRules() {}

  /** Rules of settings, budget and policies by themselves; a network that breaks them still has shapes. */
  public static List<ModelRule> settings() {
    return SETTINGS;
  }

  /** Rules of the graph and its layers, on which every later pass relies. */
  public static List<ModelRule> graph() {
    return GRAPH;
  }
}
