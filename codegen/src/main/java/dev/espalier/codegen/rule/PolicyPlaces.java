package dev.espalier.codegen.rule;

import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.runtime.diagnostic.Diagnostic;
import java.util.stream.Collectors;

/** Policies and {@code @Keep} stand where they do something. */
final class PolicyPlaces implements ModelRule {

  @Override
  public void check(ModelSpec model, Report report) {
    for (LayerSpec layer : model.layers()) {
      boolean hasWeights = !layer.layer().granularities().isEmpty();
      if (layer.prune() != null && layer.keep()) {
        report.add(Diagnostic.PRUNE_AND_KEEP.with(layer.name()), layer.prune().source());
      } else if (layer.prune() != null && !hasWeights) {
        report.add(Diagnostic.NOTHING_TO_PRUNE.with(layer.name(), layer.layer().kind(), withWeights(model)),
            layer.prune().source());
      } else if (layer.keep() && !hasWeights) {
        report.add(Diagnostic.NOTHING_TO_KEEP.with(layer.name(), layer.layer().kind()), layer.source());
      } else if (layer.keep() && model.defaultPrune() == null) {
        report.add(Diagnostic.KEEP_WITHOUT_DEFAULT.with(layer.name()), layer.source());
      }
    }
    if (model.defaultPrune() != null && model.layers().stream().noneMatch(l -> inherits(l, model))) {
      String why = model.layers().stream().map(l -> l.name() + " " + excuse(l)).collect(Collectors.joining(", "));
      report.add(Diagnostic.DEFAULT_PRUNES_NOTHING.with(model.name(), why), model.defaultPrune().source());
    }
  }

  private static boolean inherits(LayerSpec layer, ModelSpec model) {
    return layer.prune() == null
        && !layer.keep()
        && !layer.layer().granularities().isEmpty()
        && !model.consumersOf(layer.name()).isEmpty();
  }

  private static String excuse(LayerSpec layer) {
    if (layer.layer().granularities().isEmpty()) {
      return "has no weights";
    }
    return layer.keep() ? "carries @Keep" : layer.prune() != null ? "has its own @Prune" : "is the output";
  }

  private static String withWeights(ModelSpec model) {
    String names = model.layers().stream()
        .filter(l -> !l.layer().granularities().isEmpty())
        .map(LayerSpec::name)
        .collect(Collectors.joining(", "));
    return names.isEmpty() ? "there is none" : names;
  }
}
