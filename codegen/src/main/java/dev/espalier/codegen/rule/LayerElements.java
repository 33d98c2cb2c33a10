package dev.espalier.codegen.rule;

import dev.espalier.codegen.ir.ActivationSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.layer.Activations;
import dev.espalier.dsl.Activation;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Figures;

/** The elements of layers' and activations' annotations lie in their ranges and mean something. */
final class LayerElements implements ModelRule {
  private static final double DEFAULT_SLOPE = 0.01;

  @Override
  public void check(ModelSpec model, Report report) {
    for (LayerSpec layer : model.layers()) {
      layer.layer().check(layer.name(), layer.inputs().size(), p -> report.add(p, layer.source()));
      ActivationSpec activation = layer.activation();
      if (activation != null) {
        Activations.check(layer.name(), activation, p -> report.add(p, activation.source()));
        if (activation.kind() != Activation.LEAKY_RELU && activation.slope() != DEFAULT_SLOPE) {
          String slope = Figures.of(activation.slope());
          report.add(Diagnostic.ACTIVATION_OPTION_IGNORED.with(layer.name(), slope, activation.kind()),
              activation.source().at("slope"));
        }
      }
    }
  }
}
