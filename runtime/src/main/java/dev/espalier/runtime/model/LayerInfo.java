package dev.espalier.runtime.model;

import dev.espalier.runtime.encoding.StoragePattern;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.policy.PrunePolicy;
import java.util.List;

/**
 * What the runtime knows of a layer.
 *
 * @param name the method's name, and so the value's
 * @param kind the layer annotation's simple name, such as {@code Dense}
 * @param inputs the names of the values that it consumes
 * @param output shape and halo of the value that it produces, in the training slab
 * @param inferenceInput shape and halo of the value that it consumes, in the inference slab: where the weights of a
 *     frozen layer find their inputs; null where it has no weights
 * @param weights its geometry, or null where it has no weights
 * @param policy its pruning policy, or null where it stays dense
 * @param frozen which kernels its frozen form has; null where it has no weights
 * @param dynamic what it does for a layer whose values or filters depend on the sample, or null
 * @param normalization what a batch normalisation is, null for any other layer
 * @param channels what happens to the channels of its result when channels leave the frozen network
 */
public record LayerInfo(
    String name,
    String kind,
    List<String> inputs,
    Layout output,
    Layout inferenceInput,
    WeightGeometry weights,
    PrunePolicy policy,
    FrozenPlan frozen,
    DynamicInfo dynamic,
    NormalizationInfo normalization,
    ChannelPlan channels) {

  /** Any layer but a batch normalisation, whose channels all stay. */
  public LayerInfo(
      String name,
      String kind,
      List<String> inputs,
      Layout output,
      Layout inferenceInput,
      WeightGeometry weights,
      PrunePolicy policy,
      FrozenPlan frozen,
      DynamicInfo dynamic) {
    this(name, kind, inputs, output, inferenceInput, weights, policy, frozen, dynamic, null, ChannelPlan.WHOLE);
  }

  /** A batch normalisation that was declared, whose channels all stay. */
  public LayerInfo(
      String name,
      String kind,
      List<String> inputs,
      Layout output,
      Layout inferenceInput,
      WeightGeometry weights,
      PrunePolicy policy,
      FrozenPlan frozen,
      NormalizationInfo normalization) {
    this(name, kind, inputs, output, inferenceInput, weights, policy, frozen, null, normalization, ChannelPlan.WHOLE);
  }

  /** A layer that was declared, whose channels all stay. */
  public LayerInfo(
      String name,
      String kind,
      List<String> inputs,
      Layout output,
      Layout inferenceInput,
      WeightGeometry weights,
      PrunePolicy policy,
      FrozenPlan frozen) {
    this(name, kind, inputs, output, inferenceInput, weights, policy, frozen, null, null, ChannelPlan.WHOLE);
  }

  /** A layer with those kernels alone that every layer has when it is frozen. */
  public LayerInfo(
      String name,
      String kind,
      List<String> inputs,
      Layout output,
      Layout inferenceInput,
      WeightGeometry weights,
      PrunePolicy policy) {
    this(name, kind, inputs, output, inferenceInput, weights, policy,
        weights == null ? null : FrozenPlan.plain(output));
  }

  /** A layer whose input carries exactly the halo that the layer itself needs. */
  public LayerInfo(
      String name, String kind, List<String> inputs, Layout output, WeightGeometry weights, PrunePolicy policy) {
    this(name, kind, inputs, output, weights == null ? null : weights.input(), weights, policy);
  }

  /** Whether the layer has weights. */
  public boolean hasWeights() {
    return weights != null;
  }

  /** Whether a policy prunes the layer. */
  public boolean pruned() {
    return policy != null;
  }

  /** What its biases start at: 1 where it predicts saliencies, so that every filter takes part at first; else 0. */
  public float initialBias() {
    return dynamic != null && dynamic.part() == DynamicInfo.Part.SALIENCY ? 1 : 0;
  }

  /** How the threshold of its tokens is learned; null where there is none. */
  public DynamicInfo.LearnedThreshold learnedThreshold() {
    return dynamic == null ? null : dynamic.learned();
  }

  /** What its encodings may rely on of the masks that its policy leads to; the layer has weights. */
  public StoragePattern storagePattern() {
    return policy == null
        ? StoragePattern.any(weights.rows(), weights.columns())
        : policy.shape().pattern(policy.granularity(), weights.matrix());
  }

  /** The same layer under another policy; null keeps it dense. */
  public LayerInfo policy(PrunePolicy newPolicy) {
    return new LayerInfo(name, kind, inputs, output, inferenceInput, weights, newPolicy, frozen, dynamic,
        normalization, channels);
  }

  /** The same layer with another plan for its channels. */
  public LayerInfo channels(ChannelPlan newChannels) {
    return new LayerInfo(name, kind, inputs, output, inferenceInput, weights, policy, frozen, dynamic, normalization,
        newChannels);
  }

  /** Whether it is a batch normalisation that no weights take in. */
  boolean standsAlone() {
    return normalization != null && !normalization.folded();
  }

  /** The same layer with biases, as a batch normalisation leaves them that is folded into its weights. */
  LayerInfo biased() {
    return new LayerInfo(
        name, kind, inputs, output, inferenceInput, weights.biased(), policy, frozen, dynamic,
        normalization, channels);
  }
}
