package dev.espalier.codegen.rule;

import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.runtime.diagnostic.Diagnostic;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Exactly one layer is consumed by nobody. Counts no outputs where a parameter is misspelt, which may have been meant
 * for one of them.
 */
final class OneOutput implements ModelRule {

  @Override
  public void check(ModelSpec model, Report report) {
    List<LayerSpec> outputs = model.layers().stream().filter(l -> model.consumersOf(l.name()).isEmpty()).toList();
    if (outputs.isEmpty() && !model.layers().isEmpty()) {
      String consumed = model.layers().stream()
          .map(l -> l.name() + " by " + model.consumersOf(l.name()).getFirst().name())
          .collect(Collectors.joining(", "));
      report.add(Diagnostic.NO_OUTPUT.with(model.name(), consumed), model.source());
    }
    if (outputs.size() > 1 && model.knowsAllValues()) {
      String names = outputs.stream().map(LayerSpec::name).collect(Collectors.joining(", "));
      report.add(Diagnostic.SEVERAL_OUTPUTS.with(names), outputs.getFirst().source());
    }
  }
}
