package dev.espalier.codegen.ir;

import dev.espalier.codegen.kernel.KernelSpec;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a layer executes.
 *
 * @param forward in a training step, in order
 * @param backward in a training step, in order; the gradient of the layer's result is complete before the first
 * @param strip the gradient of a strip of weight columns as a product over a panel's samples, in place of the lane sums
 *     among {@code backward}; null where there is none
 * @param tiledInput the last of {@code backward}, the gradient of the input, with weights in tiles of columns; null
 *     where there is none
 * @param sparse the same step over kept weights alone; null where there is no such form
 * @param inference in a frozen network with dense weights, in order; empty where the result is a view of the input
 * @param inferenceRows the same with the weights in row form (kept values only); empty where there are no weights
 * @param inferenceRowBlocks the same with the rows cut into blocks of columns: the kernel of the first block, the kernel of
 *     every block between the first and the last, then what remains with the last; empty where rows are not cut
 * @param inferencePanels the same with the weights in panel form (kept values of two rows at a time); empty where
 *     there are no
 *     weights
 * @param inferenceStrips the same with the weights in strips of rows that share columns; empty where no mask of the
 *     layer's policy has such
 * @param inferenceBitmap the same with the weights in bitmap form; empty where the policy does not store them so
 * @param inferenceCompact the same with what is left of the weights when rows and channels are gone; empty where the
 *     layer loses none
 * @param inferenceBegun the same where the sums begin with a number of their own at each place; empty where they never do
 * @param single in a frozen network for one sample: of a dense layer what follows the product, the lanes being the
 *     elements of
 *     its result; of a convolution the results from all weights and from kept weights, one of which runs, and what
 *     follows both; of any other the inference kernels; lines being floats
 */
public record LayerKernels(
    List<KernelCall> forward,
    List<KernelCall> backward,
    KernelSpec strip,
    KernelCall tiledInput,
    SparseStep sparse,
    List<KernelCall> inference,
    List<KernelCall> inferenceRows,
    List<KernelCall> inferenceRowBlocks,
    List<KernelCall> inferencePanels,
    List<KernelCall> inferenceStrips,
    List<KernelCall> inferenceBitmap,
    List<KernelCall> inferenceCompact,
    List<KernelCall> inferenceBegun,
    List<KernelCall> single) {

  /** Without kernels for blocks of columns, strips, bitmaps and what is left, and with no way to a training step but the dense one. */
  public LayerKernels(
      List<KernelCall> forward,
      List<KernelCall> backward,
      List<KernelCall> inference,
      List<KernelCall> inferenceRows,
      List<KernelCall> inferencePanels,
      List<KernelCall> single) {
    this(
        forward, backward, null, null, null, inference, inferenceRows, List.of(), inferencePanels, List.of(), List.of(),
        List.of(), List.of(), single);
  }

  /** The same with a call after all that make the result of a layer whose weights have one form. */
  public LayerKernels followedBy(KernelCall call) {
    return new LayerKernels(
        then(forward, call), backward, strip, tiledInput, sparse, then(inference, call), inferenceRows,
        inferenceRowBlocks,
        inferencePanels, inferenceStrips, inferenceBitmap, inferenceCompact, inferenceBegun, then(single, call));
  }

  private static List<KernelCall> then(List<KernelCall> calls, KernelCall call) {
    return Stream.concat(calls.stream(), Stream.of(call)).toList();
  }

  /** The same kernels with other ways to a training step. */
  public LayerKernels with(KernelSpec newStrip, KernelCall newTiledInput, SparseStep newSparse) {
    return new LayerKernels(
        forward, backward, newStrip, newTiledInput, newSparse, inference, inferenceRows, inferenceRowBlocks,
        inferencePanels,
        inferenceStrips, inferenceBitmap, inferenceCompact, inferenceBegun, single);
  }

  /** The same with kernels for strips, bitmaps and what is left. */
  public LayerKernels packed(List<KernelCall> strips, List<KernelCall> bitmap, List<KernelCall> compact) {
    return new LayerKernels(
        forward, backward, strip, tiledInput, sparse, inference, inferenceRows, inferenceRowBlocks,
        inferencePanels, strips, bitmap,
        compact, inferenceBegun, single);
  }

  /** The same with kernels whose sums begin with a number of their own at each place. */
  public LayerKernels begun(List<KernelCall> begun) {
    return new LayerKernels(
        forward, backward, strip, tiledInput, sparse, inference, inferenceRows, inferenceRowBlocks,
        inferencePanels, inferenceStrips,
        inferenceBitmap, inferenceCompact, begun, single);
  }

  /** The same with kernels for rows in blocks of columns. */
  public LayerKernels blocked(List<KernelCall> rowBlocks) {
    return new LayerKernels(
        forward, backward, strip, tiledInput, sparse, inference, inferenceRows, rowBlocks, inferencePanels,
        inferenceStrips,
        inferenceBitmap, inferenceCompact, inferenceBegun, single);
  }

  /** Of the backward pass the gradients of values: each panel of a batch on its own. */
  public List<KernelCall> valueGradients() {
    return backward.stream().filter(call -> !ofParameters(call)).toList();
  }

  /** Of the backward pass the gradients of weights and biases: sums over all panels of a batch. */
  public List<KernelCall> parameterGradients() {
    return backward.stream().filter(LayerKernels::ofParameters).toList();
  }

  /** The parameters' gradients that are not taken strip by strip. */
  public List<KernelCall> summedGradients() {
    return parameterGradients().stream()
        .filter(call -> strip == null || call.operands().stream().noneMatch(Operand.WeightGradient.class::isInstance))
        .toList();
  }

  private static boolean ofParameters(KernelCall call) {
    return call.operands().stream()
        .anyMatch(o -> o instanceof Operand.WeightGradient || o instanceof Operand.BiasGradient);
  }

  /**
   * A training step over kept weights.
   *
   * @param forward in place of the dense one
   * @param inputGradient in place of the dense one; null where the input needs no gradient
   * @param weightGradient of the kept weights, in row order
   */
  public record SparseStep(List<KernelCall> forward, KernelCall inputGradient, KernelCall weightGradient) {

    /** What there is of the backward pass. */
    public List<KernelCall> gradients() {
      return inputGradient == null ? List.of(weightGradient) : List.of(inputGradient, weightGradient);
    }
  }
}
