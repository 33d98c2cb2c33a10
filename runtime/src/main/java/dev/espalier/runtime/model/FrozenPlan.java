package dev.espalier.runtime.model;

import dev.espalier.dsl.Activation;
import dev.espalier.runtime.memory.Layout;

/**
 * What the compiler generated for a layer of the frozen network beside the kernels that every layer has, and what a
 * kernel that is made later must know.
 *
 * @param tiles whether the dense kernels read weights in tiles of rows
 * @param stripRows rows of a strip, where there are kernels for {@link dev.espalier.runtime.execution.StripForm}; else
 * 0
 * @param compact whether there are kernels for {@link dev.espalier.runtime.execution.CompactForm}
 * @param bitmap whether there are kernels for {@link dev.espalier.runtime.execution.BitmapForm}
 * @param output the layout of the result in the inference slab
 * @param activation what is applied to the result, or null
 * @param slope of a leaky activation
 */
public record FrozenPlan(
    boolean tiles, int stripRows, boolean compact, boolean bitmap, Layout output, Activation activation,
    double slope) {

  /** No kernels but those that every layer has. */
  public static FrozenPlan plain(Layout output) {
    return new FrozenPlan(false, 0, false, false, output, null, 0);
  }
}
