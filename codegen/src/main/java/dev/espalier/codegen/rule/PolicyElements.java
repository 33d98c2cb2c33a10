package dev.espalier.codegen.rule;

import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.PruneSpec;
import dev.espalier.runtime.policy.PolicyRules;
import dev.espalier.runtime.policy.TrainSettings;

/** Every policy is sound by itself, whatever layer it is for; the default is asked once. */
final class PolicyElements implements ModelRule {

  @Override
  public void check(ModelSpec model, Report report) {
    TrainSettings train = model.train() == null ? null : model.train().settings();
    if (model.defaultPrune() != null) {
      check("the default @Prune", model.defaultPrune(), train, report);
    }
    for (LayerSpec layer : model.layers()) {
      if (layer.prune() != null) {
        check(layer.name(), layer.prune(), train, report);
      }
    }
  }

  private static void check(String who, PruneSpec prune, TrainSettings train, Report report) {
    PolicyRules.policy(who, prune.policy(), train)
        .forEach(b -> report.add(b.problem(), prune.source().at(b.element())));
  }
}
