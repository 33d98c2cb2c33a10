/**
 * What a network costs, for one sample: multiply-adds, bits and bytes, layer by layer, dense against pruned; planned by
 * formula before training, and measured from masks, activations and files.
 *
 * <p>{@link dev.espalier.runtime.cost.CostModel} is the way in, {@link dev.espalier.runtime.cost.CostReport} the way
 * out. The formulas stand in {@link dev.espalier.runtime.cost.LayerFormula} (multiply-adds, activations),
 * {@link dev.espalier.runtime.encoding.StorageFormula} (encodings) and {@link dev.espalier.runtime.cost.Coincidence}
 * (sparse weights on sparse inputs). A layer with a formula of its own is one record beside {@code LayerFormula}.
 */
package dev.espalier.runtime.cost;
