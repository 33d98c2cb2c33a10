package dev.espalier.codegen.ir;

import java.util.List;

/**
 * What a layer executes.
 *
 * @param forward in a training step, in order
 * @param backward in a training step, in order; the gradient of the layer's result is complete before the first
 * @param inference in a frozen network with dense weights, in order; empty where the result is a view of the input
 * @param inferenceRows the same with the weights in row form (kept values only); empty where there are no weights
 */
public record LayerKernels(
    List<KernelCall> forward,
    List<KernelCall> backward,
    List<KernelCall> inference,
    List<KernelCall> inferenceRows) {}
