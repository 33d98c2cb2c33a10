package dev.espalier.runtime.model;

import dev.espalier.runtime.encoding.DecodedTensor;
import dev.espalier.runtime.encoding.EncodedTensor;
import dev.espalier.runtime.encoding.StorageEncoding;
import dev.espalier.runtime.encoding.StorageEncodings;
import dev.espalier.dsl.Encoding;
import dev.espalier.runtime.execution.DenseForm;
import dev.espalier.runtime.execution.ExecutionForm;
import dev.espalier.runtime.execution.FormChoice;
import dev.espalier.runtime.execution.GatedFilters;
import dev.espalier.runtime.execution.RowForm;
import dev.espalier.runtime.execution.SingleForm;
import java.util.BitSet;

/**
 * A layer of a frozen network: its weights as they are stored, and as they are executed.
 *
 * <p>The executed form is built from the stored one, on freezing as on loading: what runs is what the file holds.
 */
public final class FrozenLayer {
  private final LayerInfo info;
  private final EncodedTensor weights;
  private final float[] bias;
  private final FormChoice choice;
  private final FrozenNormalization normalization;
  private volatile SingleForm single;
  private volatile ExecutionForm singleConvolution;
  private GatedFilters gated;

  private FrozenLayer(
      LayerInfo info, EncodedTensor weights, float[] bias, FormChoice choice, FrozenNormalization normalization) {
    this.info = info;
    this.weights = weights;
    this.bias = bias;
    this.choice = choice;
    this.normalization = normalization;
  }

  /**
   * Encodes a layer's weights by its policy, with the batch normalisation in them that alone consumes the layer; a layer
   * without a policy is stored DENSE.
   *
   * @param info of the frozen network
   */
  static FrozenLayer freeze(LayerInfo info, LayerParameters layer) {
    if (!info.hasWeights()) {
      return without(info, info.standsAlone() ? FrozenNormalization.of(layer.normalization()) : null);
    }
    Parameter weight = layer.weight();
    float[] values = weight.values();
    float[] bias = layer.bias() == null ? null : layer.bias().values().clone();
    if (layer.normalizedBy() != null) {
      FrozenNormalization by = FrozenNormalization.of(layer.normalizedBy());
      values = by.weights(values);
      bias = by.bias(layer.bias());
    }
    StorageEncoding encoding =
        StorageEncodings.of(info.pruned() ? info.policy().encoding() : Encoding.DENSE, info.storagePattern());
    return of(info, encoding.encode(values, kept(weight), weight.rows(), weight.columns()), bias);
  }

  /**
   * A layer without weights.
   *
   * @param normalization null but for a batch normalisation that stands alone
   */
  static FrozenLayer without(LayerInfo info, FrozenNormalization normalization) {
    return new FrozenLayer(info, null, null, null, normalization);
  }

  /**
   * From stored weights, whose rows and columns are the geometry's.
   *
   * @param bias null where the layer has none; not copied
   */
  static FrozenLayer of(LayerInfo info, EncodedTensor weights, float[] bias) {
    FormChoice choice = choose(info, weights.decoded(), bias, FormChoice.WIDE);
    return new FrozenLayer(info, weights, bias, choice, null);
  }

  private static FormChoice choose(LayerInfo info, DecodedTensor decoded, float[] bias, int lanes) {
    return info.weights().isProduct()
        ? FormChoice.of(info, decoded.values(), decoded.kept(), bias, lanes)
        : new FormChoice(DenseForm.of(info.weights(), decoded.values()), "its weights multiply no inputs");
  }

  /** The same layer with its form chosen by the rates that are known now. */
  FrozenLayer chosenAgain() {
    return chosenFor(FormChoice.WIDE);
  }

  /** The same layer in the form for panels of so many lanes. */
  FrozenLayer chosenFor(int lanes) {
    if (weights == null) {
      return this;
    }
    return new FrozenLayer(info, weights, bias, choose(info, weights.decoded(), bias, lanes), null);
  }

  /** The same layer in another form. */
  FrozenLayer in(FormChoice other) {
    return new FrozenLayer(info, weights, bias, other, null);
  }

  private static BitSet kept(Parameter weight) {
    if (weight.mask() != null) {
      return weight.mask().elementBits();
    }
    BitSet all = new BitSet(weight.size());
    all.set(0, weight.size());
    return all;
  }

  /** The layer. */
  public LayerInfo info() {
    return info;
  }

  /** The weights as they are stored; null where the layer has none. */
  public EncodedTensor weights() {
    return weights;
  }

  /** One a row of the weights, read by the kernels; null where the layer has none. */
  public float[] bias() {
    return bias;
  }

  /**
   * What a channel is multiplied by, of a batch normalisation that stands alone.
   *
   * @throws NullPointerException of any other layer
   */
  public float[] factor() {
    return normalization.factor();
  }

  /**
   * What is added to a channel, of a batch normalisation that stands alone.
   *
   * @throws NullPointerException of any other layer
   */
  public float[] offset() {
    return normalization.offset();
  }

  /** The weights as they are executed; null where the layer has none. */
  public ExecutionForm form() {
    return choice == null ? null : choice.form();
  }

  /** All weights, of a layer that is executed in no other form: a table, or scales. */
  public DenseForm table() {
    return (DenseForm) choice.form();
  }

  /** Why they are executed in that form; empty where the layer has no weights. */
  public String reason() {
    return choice == null ? "" : choice.reason();
  }

  /**
   * The weights as one sample is multiplied by them, packed when they are first asked for.
   *
   * @throws IllegalArgumentException when the layer is a convolution
   * @throws NullPointerException when it has no weights
   */
  public SingleForm single() {
    SingleForm packed = single;
    if (packed == null) {
      DecodedTensor decoded = weights.decoded();
      packed = FormChoice.single(info.name(), info.weights(), decoded.values(), decoded.kept());
      single = packed;
    }
    return packed;
  }

  /**
   * {@code y = W x + b} of a dense layer for one sample, without the activation.
   *
   * @param slab of one lane
   * @param x where the input begins
   * @param y where the result begins
   */
  public void multiply(float[] slab, int x, int y) {
    single().multiply(slab, x, y, bias);
  }

  /**
   * The kept weights of a convolution as one sample is multiplied by them, packed when they are first asked for.
   *
   * @return null where all weights are faster: {@link #singleWeights}
   */
  public RowForm singleRows() {
    return singleConvolution() instanceof RowForm rows ? rows : null;
  }

  /** All weights of a convolution, as one sample is multiplied by them where {@link #singleRows} is null. */
  public DenseForm singleWeights() {
    return (DenseForm) singleConvolution();
  }

  private ExecutionForm singleConvolution() {
    ExecutionForm packed = singleConvolution;
    if (packed == null) {
      DecodedTensor decoded = weights.decoded();
      packed = FormChoice.singleConvolution(
          info.name(), info.weights(), info.inferenceInput(), decoded.values(), decoded.kept());
      singleConvolution = packed;
    }
    return packed;
  }

  /**
   * The filters of a gated convolution that run for one sample; null elsewhere.
   *
   * @see #forOneSample
   */
  public GatedFilters gated() {
    return gated;
  }

  /** The layer with scratch memory of its own where one sample decides which of its filters run. */
  FrozenLayer forOneSample() {
    DynamicInfo dynamic = info.dynamic();
    if (dynamic == null || dynamic.part() != DynamicInfo.Part.GATED || info.weights().groups() > 1) {
      return this;
    }
    FrozenLayer own = new FrozenLayer(info, weights, bias, choice, null);
    own.singleConvolution = singleConvolution();
    own.gated = own.singleConvolution instanceof DenseForm dense
        ? GatedFilters.of(info.weights(), dynamic.kept(), dense, bias)
        : GatedFilters.of(info.weights(), dynamic.kept(), own.keptRows(), bias);
    return own;
  }

  private RowForm keptRows() {
    if (singleConvolution instanceof RowForm rows) {
      return rows;
    }
    DecodedTensor decoded = weights.decoded();
    return RowForm.of(info.weights(), info.inferenceInput(), decoded.values(), decoded.kept());
  }

  /** Says that the program has no kernel for the form; generated programs throw it. */
  public IllegalStateException withoutKernels() {
    return new IllegalStateException("Layer " + info.name() + " is to be executed as " + form().label()
        + ", and no kernel for that was generated.\n  Fix: load it with the class that was generated for it.");
  }

  /** Kept weights. */
  public int kept() {
    return weights == null ? 0 : weights.decodeMask().cardinality();
  }

  /** Bits of the encoded weights and the biases, as the cost report counts them. */
  public long bits() {
    return weights == null ? 0 : weights.bits() + (bias == null ? 0 : (long) Float.SIZE * bias.length);
  }
}
