package dev.espalier.codegen.rule;

import dev.espalier.codegen.ir.GateSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.SelectionSpec;
import dev.espalier.codegen.layer.Conv2dLayer;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code @PruneActivations} and {@code @Gate} stand where they do something, and their elements agree. */
final class DynamicElements implements ModelRule {

  @Override
  public void check(ModelSpec model, Report report) {
    for (LayerSpec layer : model.layers()) {
      boolean output = model.consumersOf(layer.name()).isEmpty();
      if (layer.dynamic().selection() != null) {
        selection(layer.name(), layer.dynamic().selection(), output, report);
      }
      if (layer.dynamic().gate() != null) {
        gate(model, layer, layer.dynamic().gate(), output, report);
      }
    }
  }

  private static void selection(String name, SelectionSpec s, boolean output, Report report) {
    if (output) {
      report.add(Diagnostic.SELECTION_OF_OUTPUT.with(name), s.source());
    }
    List<String> given = new ArrayList<>();
    given(given, "threshold", s.threshold());
    given(given, "top", s.top());
    given(given, "share", s.share());
    boolean neighbours = s.n() != 0 || s.m() != 0;
    if (neighbours) {
      given.add("n = " + s.n() + ", m = " + s.m());
    }
    if (given.size() != 1) {
      report.add(Diagnostic.SELECTION_FORMS.with(name, given.isEmpty() ? "none of them" : String.join(" and ", given),
          given.isEmpty() ? "add one, for instance share = 0.5" : "keep one of them"), s.source());
      return;
    }
    range(s.threshold() >= 0 && Double.isFinite(s.threshold()), name, "threshold", Figures.of(s.threshold()),
        "finite and above 0", s, report);
    range(s.top() >= 0, name, "top", Integer.toString(s.top()), "at least 1", s, report);
    range(s.share() >= 0 && s.share() < 1, name, "share", Figures.of(s.share()), "above 0 and below 1", s, report);
    if (neighbours) {
      boolean several = s.m() >= 2;
      range(several, name, "m", Integer.toString(s.m()), "at least 2", s, report);
      range(!several || (s.n() >= 1 && s.n() < s.m()), name, "n", Integer.toString(s.n()),
          "at least 1 and below m = " + s.m(), s, report);
    }
  }

  private static void given(List<String> given, String element, double value) {
    // A NaN is given, too.
    if (value != 0) {
      given.add(element + " = " + Figures.of(value));
    }
  }

  private static void range(boolean holds, String name, String element, String value, String range, SelectionSpec s,
      Report report) {
    if (!holds) {
      report.add(Diagnostic.SELECTION_RANGE.with(name, element, value, range), s.source().at(element));
    }
  }

  private static void gate(ModelSpec model, LayerSpec layer, GateSpec gate, boolean output, Report report) {
    if (!(layer.layer() instanceof Conv2dLayer)) {
      String convolutions = model.layers().stream()
          .filter(l -> l.layer() instanceof Conv2dLayer)
          .map(LayerSpec::name)
          .collect(Collectors.joining(", "));
      report.add(Diagnostic.GATE_NEEDS_CONVOLUTION.with(layer.name(), layer.layer().kind(),
          convolutions.isEmpty() ? "there is none" : convolutions), gate.source());
    } else if (output) {
      report.add(Diagnostic.GATE_OF_OUTPUT.with(layer.name()), gate.source());
    }
    if (!(gate.share() > 0 && gate.share() < 1)) {
      report.add(Diagnostic.GATE_RANGE.with(layer.name(), "value", Figures.of(gate.share()), "above 0 and below 1"),
          gate.source().at("value"));
    } else if (layer.layer() instanceof Conv2dLayer convolution) {
      int filters = convolution.filters();
      if (filters >= 1 && gate.winners(filters) == filters) {
        String fewer = "use a share of at most " + Figures.atMost((filters - 1.0) / filters, filters);
        report.add(Diagnostic.GATE_KEEPS_ALL.with(layer.name(), Figures.of(gate.share()), filters,
            filters == 1 ? "add filters" : fewer), gate.source().at("value"));
      }
    }
    if (!(gate.lambda() >= 0 && Double.isFinite(gate.lambda()))) {
      report.add(Diagnostic.GATE_RANGE.with(layer.name(), "lambda", Figures.of(gate.lambda()), "finite and at least 0"),
          gate.source().at("lambda"));
    }
  }
}
