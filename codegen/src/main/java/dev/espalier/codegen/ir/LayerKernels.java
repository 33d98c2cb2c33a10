package dev.espalier.codegen.ir;

import java.util.List;

/**
 * What a layer executes.
 *
 * @param forward in a training step, in order
 * @param backward in a training step, in order; the gradient of the layer's result is complete before the first
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
 * @param single in a frozen network for one sample: of a dense layer what follows the product, the lanes being the
 *     elements of
 *     its result; of any other the inference kernels, lines being floats
 */
public record LayerKernels(
    List<KernelCall> forward,
    List<KernelCall> backward,
    List<KernelCall> inference,
    List<KernelCall> inferenceRows,
    List<KernelCall> inferenceRowBlocks,
    List<KernelCall> inferencePanels,
    List<KernelCall> inferenceStrips,
    List<KernelCall> inferenceBitmap,
    List<KernelCall> single) {

  /** Without kernels for blocks of columns, strips and bitmaps. */
  public LayerKernels(
      List<KernelCall> forward,
      List<KernelCall> backward,
      List<KernelCall> inference,
      List<KernelCall> inferenceRows,
      List<KernelCall> inferencePanels,
      List<KernelCall> single) {
    this(forward, backward, inference, inferenceRows, List.of(), inferencePanels, List.of(), List.of(), single);
  }

  /** The same with kernels for strips and bitmaps. */
  public LayerKernels packed(List<KernelCall> strips, List<KernelCall> bitmap) {
    return new LayerKernels(
        forward, backward, inference, inferenceRows, inferenceRowBlocks, inferencePanels, strips, bitmap, single);
  }

  /** The same with kernels for rows in blocks of columns. */
  public LayerKernels blocked(List<KernelCall> rowBlocks) {
    return new LayerKernels(
        forward, backward, inference, inferenceRows, rowBlocks, inferencePanels, inferenceStrips, inferenceBitmap,
        single);
  }
}
