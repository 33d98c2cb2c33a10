package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.rule.ModelRule;
import dev.espalier.codegen.rule.ModelRules;
import java.util.List;
import java.util.function.Consumer;

/**
 * Asks rules of the network as it was read. First, because every later pass relies on a closed, acyclic graph of sound
 * layers. It runs twice, so that a wrong setting does not hide what is wrong with shapes: after a broken rule of the
 * settings the pipeline goes on to look, after one of the graph it cannot.
 */
public final class ValidateModel implements Pass {
  private final String name;
  private final List<ModelRule> rules;

  private ValidateModel(String name, List<ModelRule> rules) {
    this.name = name;
    this.rules = rules;
  }

  /** The rules of settings, budget and policies. */
  public static ValidateModel settings() {
    return new ValidateModel("ValidateModel (settings)", ModelRules.settings());
  }

  /** The rules of the graph. */
  public static ValidateModel graph() {
    return new ValidateModel("ValidateModel (graph)", ModelRules.graph());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ModelSpec apply(ModelSpec model, Consumer<Finding> findings) {
    for (ModelRule rule : rules) {
      rule.check(model, (problem, source) -> findings.accept(new Finding(problem, source)));
    }
    return model;
  }
}
