package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.rule.ModelRule;
import dev.espalier.codegen.rule.ModelRules;
import java.util.function.Consumer;

/** Asks every rule of the network as it was read. First, because the later passes rely on a closed, acyclic graph. */
public final class ValidateModel implements Pass {

  @Override
  public String name() {
    return "ValidateModel";
  }

  @Override
  public ModelSpec apply(ModelSpec model, Consumer<Finding> findings) {
    for (ModelRule rule : ModelRules.all()) {
      rule.check(model, (problem, source) -> findings.accept(new Finding(problem, source)));
    }
    return model;
  }
}
