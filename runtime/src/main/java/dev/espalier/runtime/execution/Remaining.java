package dev.espalier.runtime.execution;

import dev.espalier.runtime.model.WeightGeometry;
import java.util.BitSet;

/**
 * What is left of a frozen layer's parameters, in the shape that the layer was declared with.
 *
 * @param weights row-major, pruned ones +0
 * @param kept a set bit where a weight is kept
 * @param rows the rows that are computed
 * @param wholeInput whether every channel of the input is computed; else there is anything where the others were
 * @param bias one a row, or null
 * @param begins whether sums begin with a number of their own at each place, which only compacted kernels can
 */
@SuppressWarnings("ArrayRecordComponent") // Shared by the forms that are made of it and never compared.
public record Remaining(
    float[] weights, BitSet kept, BitSet rows, boolean wholeInput, float[] bias, boolean begins) {

  /** With all rows, of a whole input. */
  public static Remaining whole(WeightGeometry geometry, float[] weights, BitSet kept, float[] bias) {
    BitSet rows = new BitSet(geometry.rows());
    rows.set(0, geometry.rows());
    return new Remaining(weights, kept, rows, true, bias, false);
  }

  /** Whether rows or channels of the input are gone. */
  boolean isSmaller(WeightGeometry geometry) {
    return !wholeInput || rows.cardinality() < geometry.rows();
  }

  /**
   * Whether constants of channels that are gone gave biases to a layer without, or sums something to begin with at each
   * place, which only compacted kernels add.
   */
  boolean gainsBiases(WeightGeometry geometry) {
    if (begins) {
      return true;
    }
    if (geometry.bias() || bias == null) {
      return false;
    }
    for (float value : bias) {
      if (value != 0) {
        return true;
      }
    }
    return false;
  }

  /** Share of the layer's weights that is kept. */
  double density() {
    return (double) kept.cardinality() / weights.length;
  }
}
