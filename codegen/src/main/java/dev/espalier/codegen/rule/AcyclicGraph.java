package dev.espalier.codegen.rule;

import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.runtime.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** No layer consumes, by whatever way, what it makes. Each cycle is named once, with its path. */
final class AcyclicGraph implements ModelRule {

  @Override
  public void check(ModelSpec model, Report report) {
    Map<String, LayerSpec> layers = new HashMap<>();
    model.layers().forEach(l -> layers.putIfAbsent(l.name(), l));
    Set<String> done = new HashSet<>();
    for (LayerSpec layer : model.layers()) {
      visit(layer, layers, new ArrayList<>(), done, report);
    }
  }

  private static void visit(
      LayerSpec layer, Map<String, LayerSpec> layers, List<String> path, Set<String> done, Report report) {
    int seen = path.indexOf(layer.name());
    if (seen >= 0) {
      report.add(Diagnostic.CYCLE.with(describe(path.subList(seen, path.size()))), layers.get(path.get(seen)).source());
      return;
    }
    if (!done.contains(layer.name())) {
      path.addLast(layer.name());
      for (String input : layer.inputs()) {
        if (layers.containsKey(input)) {
          visit(layers.get(input), layers, path, done, report);
        }
      }
      path.removeLast();
      done.add(layer.name());
    }
  }

  /** {@code a takes b, which takes c, which takes a}. */
  private static String describe(List<String> cycle) {
    StringBuilder text = new StringBuilder(cycle.getFirst()).append(" takes ");
    for (String name : cycle.subList(1, cycle.size())) {
      text.append(name).append(", which takes ");
    }
    return text.append(cycle.size() == 1 ? "itself" : cycle.getFirst()).toString();
  }
}
