package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.BudgetSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.PruneSpec;
import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.codegen.ir.Stage;
import dev.espalier.runtime.cost.BudgetRules;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.NetworkRules;
import dev.espalier.runtime.model.WaysAround;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.model.WholeLayers;
import dev.espalier.runtime.policy.Breach;
import dev.espalier.runtime.policy.PolicyRules;
import dev.espalier.runtime.policy.PolicyTarget;
import dev.espalier.runtime.policy.SettingsRules;
import dev.espalier.runtime.structure.TieRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Gives every layer its effective policy, asks the rules that need its weights' geometry, and holds the plan against
 * the budget. After InferShapes, which tells the geometry; before PlanMemory, because a plan that breaks a rule needs
 * none.
 */
public final class PlanPruning implements Pass {

  @Override
  public String name() {
    return "PlanPruning";
  }

  @Override
  public ModelSpec apply(ModelSpec model, Consumer<Finding> findings) {
    LayerSpec output = model.output();
    List<LayerSpec> layers =
        model.layers().stream().map(l -> l.planned(effective(l, l.equals(output), model.defaultPrune()))).toList();
    ModelSpec planned = model.at(Stage.PLANNED, layers);
    Findings found = new Findings();
    rules(planned, found);
    if (!found.hasErrors() && model.budget() != null) {
      budget(planned, model.budget(), found);
    }
    found.list().forEach(findings);
    return planned;
  }

  /** The layer's own policy, or the default where there are weights that are neither kept nor the output's. */
  private static PruneSpec effective(LayerSpec layer, boolean output, PruneSpec defaultPrune) {
    if (layer.weights() == null || !layer.weights().isProduct() || layer.keep()) {
      return null;
    }
    if (layer.prune() != null || defaultPrune == null || output) {
      return layer.prune();
    }
    return new PruneSpec(defaultPrune.policy(), true, defaultPrune.source());
  }

  private static void rules(ModelSpec model, Findings findings) {
    Blueprint blueprint = Blueprints.of(model);
    List<LayerInfo> graph = blueprint.layers();
    List<PolicyRules.Planned> planned = new ArrayList<>();
    for (LayerSpec layer : model.layers()) {
      if (layer.prune() != null) {
        PolicyTarget target = target(layer, model, graph);
        planned.add(new PolicyRules.Planned(target, layer.prune().policy()));
        report(PolicyRules.layer(target, layer.prune().policy()), model, findings);
      }
    }
    report(PolicyRules.together(planned), model, findings);
    report(WholeLayers.check(graph, planned), model, findings);
    if (!findings.hasErrors()) {
      report(TieRules.check(blueprint), model, findings);
    }
    if (model.train() != null) {
      SourceRef train = model.train().source();
      SettingsRules.output(model.train().settings(), model.output().name(), model.output().shape().size())
          .forEach(b -> findings.add(b.problem(), train.at(b.element())));
      Map<String, List<Integer>> shapes = new LinkedHashMap<>();
      model.inputs().forEach(input -> shapes.put(input.name(), input.shape().extents()));
      SettingsRules.images(model.train().settings(), shapes)
          .forEach(b -> findings.add(b.problem(), train.at(b.element())));
    }
  }

  private static void report(List<Breach> breaches, ModelSpec model, Findings findings) {
    for (Breach breach : breaches) {
      SourceRef policy = model.layer(breach.layer()).orElseThrow().prune().source();
      findings.add(breach.problem(), policy.at(breach.element()));
    }
  }

  private static PolicyTarget target(LayerSpec layer, ModelSpec model, List<LayerInfo> graph) {
    WeightGeometry w = layer.weights();
    return new PolicyTarget(layer.name(), layer.layer().kind(), layer.layer().granularities(), w.matrix(),
        w.positions(), layer.equals(model.output()), WaysAround.exists(graph, layer.name()),
        model.foldedInto(layer) != null,
        NetworkRules.consumers(graph, graph.get(model.layers().indexOf(layer))));
  }

  private static void budget(ModelSpec model, BudgetSpec budget, Findings findings) {
    BudgetRules.plan(Blueprints.of(model)).forEach(b -> findings.add(b.problem(), budget.source().at(b.element())));
  }
}
