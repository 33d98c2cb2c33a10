package dev.espalier.codegen.rule;

import dev.espalier.codegen.ir.InputSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Suggestions;
import java.util.List;
import java.util.stream.Stream;

/** Every parameter is the name of an input or of another layer. */
final class KnownValues implements ModelRule {

  @Override
  public void check(ModelSpec model, Report report) {
    List<String> values = Stream.concat(
            model.inputs().stream().map(InputSpec::name), model.layers().stream().map(LayerSpec::name))
        .distinct()
        .toList();
    for (LayerSpec layer : model.layers()) {
      List<String> others = values.stream().filter(v -> !v.equals(layer.name())).toList();
      for (String input : layer.inputs()) {
        if (!values.contains(input)) {
          report.add(Diagnostic.UNKNOWN_VALUE.with(layer.name(), input, Suggestions.forName(input, others)),
              layer.source().at(input));
        }
      }
    }
  }
}
