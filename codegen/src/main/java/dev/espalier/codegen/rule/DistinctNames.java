package dev.espalier.codegen.rule;

import dev.espalier.codegen.ir.InputSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.runtime.diagnostic.Diagnostic;
import java.util.HashMap;
import java.util.Map;

/** A name is one value: no two inputs, no two layers, no input and layer share it. */
final class DistinctNames implements ModelRule {

  @Override
  public void check(ModelSpec model, Report report) {
    Map<String, String> seen = new HashMap<>();
    for (InputSpec input : model.inputs()) {
      see(input.name(), "an input", input.source(), seen, report);
    }
    for (LayerSpec layer : model.layers()) {
      see(layer.name(), "a layer", layer.source(), seen, report);
    }
  }

  private static void see(String name, String what, SourceRef source, Map<String, String> seen, Report report) {
    String before = seen.putIfAbsent(name, what);
    if (before != null) {
      String other = before.equals(what) ? what.replaceFirst("^an?", "another") : what;
      report.add(Diagnostic.DUPLICATE_NAME.with(name, before, other), source);
    }
  }
}
