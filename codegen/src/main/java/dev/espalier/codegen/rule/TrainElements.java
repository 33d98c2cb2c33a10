package dev.espalier.codegen.rule;

import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.runtime.policy.SettingsRules;

/** The training settings lie in their ranges, and every option means something to its kind. */
final class TrainElements implements ModelRule {

  @Override
  public void check(ModelSpec model, Report report) {
    if (model.train() != null) {
      SettingsRules.check(model.train().settings())
          .forEach(b -> report.add(b.problem(), model.train().source().at(b.element())));
    }
  }
}
