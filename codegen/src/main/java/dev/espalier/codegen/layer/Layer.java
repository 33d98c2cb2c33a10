package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.ActivationSpec;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.ChannelFlow;
import dev.espalier.runtime.model.NormalizationInfo;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a layer computes: shape rule, parameters, prunable axes, forward nest, backward nests, side by side in one
 * record for each layer annotation, listed in {@link Layers}. The components of the record are the annotation's
 * elements.
 */
public interface Layer {

  /** The annotation's simple name, such as {@code Dense}. */
  String kind();

  /** In a few words, with shapes where they are known from the arguments, such as {@code dense 784 -> 300}. */
  String describe(List<Shape> inputs, Shape output);

  /**
   * Checks the elements that need no shapes (ranges, counts) and the number of inputs.
   *
   * @param problems takes what is wrong
   */
  void check(String name, int inputs, Consumer<Problem> problems);

  /**
   * The shape of the result, or null after a problem was reported (rule, what was got, both sides, fix).
   */
  Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems);

  /** The geometry of the weights, or null where there are none. */
  default WeightGeometry weights(List<Shape> inputs) {
    return null;
  }

  /** The granularities that its weights can be pruned by; empty where there is nothing to prune. */
  default List<Granularity> granularities() {
    return List.of();
  }

  /** Where the channels of its result come from. */
  default ChannelFlow flow() {
    return ChannelFlow.MIXED;
  }

  /** Rows of zero halo that it wants around each input. */
  default int padHeight() {
    return 0;
  }

  /** Columns of zero halo that it wants around each input. */
  default int padWidth() {
    return 0;
  }

  /**
   * Rows of halo that it wants around its result in training, so that the gradient of the result has them, too.
   *
   * @param inputs their shapes
   * @param pruned whether a step may pass over kept weights alone
   */
  default int gradientPadHeight(List<Shape> inputs, Shape output, boolean pruned) {
    return 0;
  }

  /** Columns of that halo. */
  default int gradientPadWidth(List<Shape> inputs, Shape output, boolean pruned) {
    return 0;
  }

  /**
   * Where one sample's result stands with all columns that a window strides over, before those that count are picked;
   * null where they are computed alone.
   *
   * @param input the layout of the first input in the frozen network
   */
  default Layout between(Layout input, Shape output) {
    return null;
  }

  /** Whether its windows move pixel by pixel, so that planes whose rows are of one length are one stretch. */
  default boolean movesByPixel() {
    return false;
  }

  /** Whether the result is the input under another shape, so that it may share its lines when the input has no halo. */
  default boolean isView() {
    return false;
  }

  /** Whether it keeps factors for the backward pass in a value {@code name + ".keep"} (dropout). */
  default boolean keepsFactors() {
    return false;
  }

  /**
   * What a batch normalisation is, null for any other layer. It has parameters of its own and needs the statistics of a
   * whole batch, so that a pass of training is cut into stages by it.
   *
   * @param folded whether freezing takes it into the weights of the layer that it consumes
   */
  default NormalizationInfo normalization(boolean folded) {
    return null;
  }

  /** Whether freezing can take a batch normalisation of its result into its weights. */
  default boolean takesNormalization() {
    return false;
  }

  /** Whether it is a batch normalisation. */
  default boolean normalizes() {
    return normalization(false) != null;
  }

  /** Whether at inference the result is the input, so that it may share its lines when both have the same halo. */
  default boolean isInferenceView() {
    return isView();
  }

  /**
   * Whether the value before the activation is kept in a value {@code name + ".pre"} for the backward pass.
   *
   * @param activation may be null
   */
  default boolean keepsPreActivation(ActivationSpec activation) {
    return activation != null && !activation.derivativeFromResult();
  }

  /**
   * What it makes beside its result.
   *
   * @param masked whether some tokens of its input may be none
   */
  default List<Extra> extras(List<Shape> inputs, Shape output, boolean masked) {
    return List.of();
  }

  /** Whether its result depends on its inputs in a way that has a gradient; a choice has none. */
  default boolean passesGradient() {
    return true;
  }

  /**
   * Values beside the results of other layers that it reads, see {@link #extras}; what is not listed is overwritten.
   */
  default List<String> readsExtras() {
    return List.of();
  }

  /**
   * Whether it computes the columns of its inputs that are in use alone, see {@link Extra#COLUMNS}: nothing of its
   * result or of a gradient comes from the others, whatever stands there. Where one layer of a network needs them, all
   * are in use.
   */
  default boolean runsOverColumns() {
    return false;
  }

  /**
   * Whether it makes a value {@code name + ".valid"} that says which tokens of its result are some, 1 or 0; else they
   * are those of its input.
   *
   * @param masked whether some tokens of its input may be none
   */
  default boolean makesMask(boolean masked) {
    return false;
  }

  /** Its kernels for the given wiring. */
  LayerKernels lower(Wiring wiring);

  /** Operations of one sample that are not multiply-adds of weights: additions, comparisons; for the report. */
  default long otherOperations(List<Shape> inputs, Shape output) {
    return output.size();
  }
}
