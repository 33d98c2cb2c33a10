package dev.espalier.codegen.rule;

import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.runtime.diagnostic.Diagnostic;

/** There is a layer. */
final class DeclaredLayers implements ModelRule {

  @Override
  public void check(ModelSpec model, Report report) {
    if (model.layers().isEmpty()) {
      String input = model.inputs().isEmpty() ? "input" : model.inputs().getFirst().name();
      report.add(Diagnostic.NO_LAYERS.with(model.name(), input), model.source());
    }
  }
}
