package dev.espalier.runtime.structure;

import java.util.BitSet;

/**
 * The weights of a layer, in the shape that the layer was declared with.
 *
 * @param values row-major, pruned ones +0
 * @param kept a set bit where a weight is kept
 * @param bias one a row, or null where there are none; of a layer that scales channels, factors stand for the weights
 * @param beginnings what is added to the sums place by place, or null
 */
@SuppressWarnings("ArrayRecordComponent") // Handed from one stage of freezing to the next and never compared.
public record Weights(float[] values, BitSet kept, float[] bias, Beginnings beginnings) {

  /** Of a layer that adds the same everywhere. */
  public Weights(float[] values, BitSet kept, float[] bias) {
    this(values, kept, bias, null);
  }

  /** The bias of a row; 0 where there are none. */
  float biasOf(int row) {
    return bias == null ? 0 : bias[row];
  }
}
