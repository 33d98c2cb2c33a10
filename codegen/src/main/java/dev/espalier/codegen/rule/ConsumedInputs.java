package dev.espalier.codegen.rule;

import dev.espalier.codegen.ir.InputSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.runtime.diagnostic.Diagnostic;

/**
 * Every input of the network is consumed. Says nothing where a parameter is misspelt, which may have been meant for it.
 */
final class ConsumedInputs implements ModelRule {

  @Override
  public void check(ModelSpec model, Report report) {
    for (InputSpec input : model.inputs()) {
      if (model.knowsAllValues() && model.consumersOf(input.name()).isEmpty() && !model.layers().isEmpty()) {
        report.add(Diagnostic.UNUSED_INPUT.with(input.name()), input.source());
      }
    }
  }
}
