package dev.espalier.codegen.rule;

import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.layer.ClassFeaturesLayer;
import dev.espalier.codegen.layer.ClsTokenLayer;
import dev.espalier.codegen.layer.SelfAttentionLayer;
import dev.espalier.runtime.diagnostic.Diagnostic;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A classification token is there where its features are taken, and attention lets it see the other tokens. */
final class ClassTokens implements ModelRule {

  @Override
  public void check(ModelSpec model, Report report) {
    for (LayerSpec layer : model.layers()) {
      Optional<LayerSpec> token = before(model, layer, new HashSet<>());
      if (layer.layer() instanceof ClassFeaturesLayer && token.isEmpty() && model.knowsAllValues()
          && !layer.inputs().isEmpty()) {
        report.add(Diagnostic.NO_CLASS_TOKEN.with(layer.name(), layer.inputs().getFirst()), layer.source());
      }
      if (layer.layer() instanceof SelfAttentionLayer attention && attention.causal() && token.isPresent()) {
        report.add(Diagnostic.CAUSAL_CLASS_TOKEN.with(layer.name(), token.get().name()), layer.source());
      }
    }
  }

  /** A layer on the way here that put a classification token before the others. */
  private static Optional<LayerSpec> before(ModelSpec model, LayerSpec layer, Set<String> seen) {
    for (String value : layer.inputs()) {
      Optional<LayerSpec> input = seen.add(value) ? model.layer(value) : Optional.empty();
      if (input.isPresent()) {
        Optional<LayerSpec> found =
            input.get().layer() instanceof ClsTokenLayer ? input : before(model, input.get(), seen);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
