package dev.espalier.codegen.rule;

import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.layer.SoftmaxLayer;
import dev.espalier.dsl.Loss;
import dev.espalier.runtime.diagnostic.Diagnostic;

/** Cross-entropy takes the softmax of the output itself; that of probabilities would hardly learn. */
final class SoftmaxOnce implements ModelRule {

  @Override
  public void check(ModelSpec model, Report report) {
    if (model.train() == null || model.train().settings().loss() != Loss.CROSS_ENTROPY) {
      return;
    }
    for (LayerSpec layer : model.layers()) {
      if (layer.layer() instanceof SoftmaxLayer && model.consumersOf(layer.name()).isEmpty()) {
        report.add(Diagnostic.SOFTMAX_TWICE.with(layer.name(), String.join(", ", layer.inputs())), layer.source());
      }
    }
  }
}
