package dev.espalier.codegen.rule;

import dev.espalier.codegen.ir.InputSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.layer.EmbeddingLayer;
import dev.espalier.runtime.diagnostic.Diagnostic;
import java.util.Optional;

/** Token ids go into embeddings, and nothing else does. */
final class TokenInputs implements ModelRule {

  @Override
  public void check(ModelSpec model, Report report) {
    for (LayerSpec layer : model.layers()) {
      boolean embeds = layer.layer() instanceof EmbeddingLayer;
      for (String value : layer.inputs()) {
        Optional<InputSpec> input = model.input(value);
        boolean tokens = input.map(InputSpec::isTokens).orElse(false);
        if (embeds && !tokens && (input.isPresent() || model.layer(value).isPresent())) {
          String found = input.map(i -> "an input of shape " + i.shape()).orElse("the result of a layer");
          report.add(Diagnostic.TOKENS_NEEDED.with(layer.name(), value, found), layer.source().at(value));
        } else if (!embeds && tokens) {
          report.add(Diagnostic.TOKENS_NOT_EMBEDDED.with(layer.name(), layer.layer().kind(), value),
              layer.source().at(value));
        }
      }
    }
  }
}
