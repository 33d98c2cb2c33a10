package dev.espalier.runtime.model;

import dev.espalier.runtime.execution.KeptPlaces;

/**
 * What a layer learns.
 *
 * @param info the layer
 * @param weight null where the layer has no weights
 * @param bias null where the layer has no biases
 */
public record LayerParameters(LayerInfo info, Parameter weight, Parameter bias) {

  /** Dense parameters of zeros for a layer. */
  public static LayerParameters zeros(LayerInfo info) {
    WeightGeometry geometry = info.weights();
    if (geometry == null) {
      return new LayerParameters(info, null, null);
    }
    return new LayerParameters(
        info,
        new Parameter(info.name() + ".weight", geometry.rows(), geometry.columns()),
        geometry.bias() ? new Parameter(info.name() + ".bias", geometry.rows(), 1) : null);
  }

  /** Tells the weights of a convolution how the values lie that a training step over kept weights multiplies. */
  void lieAs(Blueprint blueprint) {
    if (blueprint.train() != null && info.pruned() && !info.weights().isDense()) {
      weight.keptAt(
          new KeptPlaces(info.weights(), blueprint.trainingLayout(info.inputs().getFirst()), info.output()));
    }
  }
}
