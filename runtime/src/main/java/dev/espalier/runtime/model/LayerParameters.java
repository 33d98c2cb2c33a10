package dev.espalier.runtime.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What a layer learns.
 *
 * @param info the layer
 * @param weight null where the layer has no weights
 * @param bias null where the layer has no biases
 * @param normalization of a batch normalisation, null of any other layer
 * @param normalizedBy the batch normalisation that freezing folds into this layer's weights, or null: the only one who
 *     sees its results, so that a filter and its scale are pruned together
 * @param gates of the projection of an attention whose policy trains gates, else null
 */
public record LayerParameters(
    LayerInfo info, Parameter weight, Parameter bias, Normalization normalization, Normalization normalizedBy,
    HeadGates gates) {

  /** Of a layer that no batch normalisation is concerned with. */
  public LayerParameters(LayerInfo info, Parameter weight, Parameter bias) {
    this(info, weight, bias, null, null, gates(info, weight));
  }

  private static HeadGates gates(LayerInfo info, Parameter weight) {
    boolean gated = info.hasWeights() && info.pruned() && info.policy().trainsGates()
        && info.weights().heads().exists() && !info.weights().heads().rows();
    return gated ? new HeadGates(info.name() + ".gates", info.weights().heads().count(), weight) : null;
  }

  /** New parameters of all layers of a network, in its order. */
  static List<LayerParameters> of(Blueprint blueprint) {
    List<LayerParameters> all = new ArrayList<>();
    for (LayerInfo info : blueprint.layers()) {
      all.add(zeros(info));
    }
    for (int i = 0; i < all.size(); i++) {
      int by = blueprint.foldedInto(i);
      if (by >= 0) {
        LayerParameters layer = all.get(i);
        all.set(i, new LayerParameters(
            layer.info(), layer.weight(), layer.bias(), layer.normalization(), all.get(by).normalization(),
            layer.gates()));
      }
    }
    return List.copyOf(all);
  }

  /** The same parameters under another description of the layer. */
  public LayerParameters info(LayerInfo newInfo) {
    return new LayerParameters(newInfo, weight, bias, normalization, normalizedBy, gates);
  }

  /** Everything that is trained: weights, biases, scale, shift, gates, as far as there are any. */
  public List<Parameter> all() {
    List<Parameter> all = new ArrayList<>();
    if (weight != null) {
      all.add(weight);
    }
    if (bias != null) {
      all.add(bias);
    }
    if (normalization != null) {
      all.add(normalization.scale());
      all.add(normalization.shift());
    }
    if (gates != null) {
      all.add(gates.parameter());
    }
    return all;
  }

  /** Dense parameters of zeros for a layer; a batch normalisation without effect. */
  public static LayerParameters zeros(LayerInfo info) {
    WeightGeometry geometry = info.weights();
    if (info.normalization() != null) {
      Normalization norm = new Normalization(info.name(), info.output().channels(), info.normalization());
      return new LayerParameters(info, null, null, norm, null, null);
    }
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
    if (blueprint.train() != null && info.pruned() && info.weights().isProduct() && !info.weights().isDense()) {
      weight.keptAt(info.weights(), blueprint.trainingLayout(info.inputs().getFirst()), info.output());
    }
  }
}
