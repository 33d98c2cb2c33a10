package dev.espalier.codegen.ir;

import dev.espalier.codegen.layer.Layer;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.List;

/**
 * A layer method.
 *
 * @param name the method's name: the value that it produces
 * @param layer what it computes
 * @param inputs the values that it consumes, by name, in the method's order
 * @param activation applied to the result, or null
 * @param prune its effective policy, or null
 * @param keep whether it carries {@link dev.espalier.dsl.Keep}
 * @param dynamic what depends on the sample; nothing from ExpandDynamic on, which made layers of it
 * @param shape from stage SHAPED on; null before
 * @param weights from stage SHAPED on; null before and where there are none
 * @param kernels from stage SELECTED on; null before
 * @param source the method
 */
public record LayerSpec(
    String name,
    Layer layer,
    List<String> inputs,
    ActivationSpec activation,
    PruneSpec prune,
    boolean keep,
    DynamicSpec dynamic,
    Shape shape,
    WeightGeometry weights,
    LayerKernels kernels,
    SourceRef source) {

  public LayerSpec {
    inputs = List.copyOf(inputs);
  }

  /** As the front end reads it. */
  public static LayerSpec read(
      String name,
      Layer layer,
      List<String> inputs,
      ActivationSpec activation,
      PruneSpec prune,
      boolean keep,
      SourceRef source) {
    return new LayerSpec(name, layer, inputs, activation, prune, keep, DynamicSpec.NONE, null, null, null, source);
  }

  /** With what depends on the sample. */
  public LayerSpec with(DynamicSpec newDynamic) {
    return new LayerSpec(name, layer, inputs, activation, prune, keep, newDynamic, shape, weights, kernels, source);
  }

  /** Reading other values. */
  public LayerSpec reading(List<String> newInputs) {
    return new LayerSpec(name, layer, newInputs, activation, prune, keep, dynamic, shape, weights, kernels, source);
  }

  /** With its shape and the geometry of its weights (null where there are none). */
  public LayerSpec shaped(Shape newShape, WeightGeometry newWeights) {
    return new LayerSpec(name, layer, inputs, activation, prune, keep, dynamic, newShape, newWeights, kernels, source);
  }

  /** With its effective policy; null keeps it dense. */
  public LayerSpec planned(PruneSpec newPrune) {
    return new LayerSpec(name, layer, inputs, activation, newPrune, keep, dynamic, shape, weights, kernels, source);
  }

  /** With its kernels. */
  public LayerSpec selected(LayerKernels newKernels) {
    return new LayerSpec(name, layer, inputs, activation, prune, keep, dynamic, shape, weights, newKernels, source);
  }
}
