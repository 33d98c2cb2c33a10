package dev.espalier.runtime.model;

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
}
