package dev.espalier.runtime.model;

import dev.espalier.dsl.Encoding;
import dev.espalier.runtime.encoding.DecodedTensor;
import dev.espalier.runtime.encoding.EncodedTensor;
import dev.espalier.runtime.encoding.StorageEncodings;
import dev.espalier.runtime.encoding.StoragePattern;
import dev.espalier.runtime.structure.Beginnings;
import dev.espalier.runtime.structure.Left;
import dev.espalier.runtime.structure.Weights;
import java.util.BitSet;

/**
 * A layer's parameters as a file holds them: rows and input channels that left the network are not among them.
 *
 * @param encoded the weights that are left, a matrix of the rows and channels that are left
 * @param bias one a row that is left, or null where there are none
 * @param left which rows and channels are left
 * @param beginnings what is added to the sums place by place, of the rows that are left; null where that is nothing
 */
@SuppressWarnings("ArrayRecordComponent") // Shared by the forms of one layer and never compared.
record FrozenWeights(EncodedTensor encoded, float[] bias, Left left, Beginnings beginnings) {

  /**
   * Encodes what is left of a layer by its policy; a layer without one is stored DENSE. Encodings of a pattern over the
   * whole matrix (N_OF_M, BSR) give way to AUTO where rows or channels are gone.
   */
  static FrozenWeights encode(LayerInfo info, Weights weights, Left left) {
    WeightGeometry geometry = info.weights();
    Beginnings beginnings = weights.beginnings() == null ? null : weights.beginnings().of(left.rows(geometry));
    Encoding wanted = info.pruned() ? info.policy().encoding() : Encoding.DENSE;
    if (!left.isSmaller()) {
      EncodedTensor encoded = StorageEncodings.of(wanted, info.storagePattern())
          .encode(weights.values(), weights.kept(), geometry.rows(), geometry.columns());
      return new FrozenWeights(encoded, left(weights.bias(), left.rows(geometry)), left, beginnings);
    }
    int[] places = left.places(geometry);
    float[] values = new float[places.length];
    for (int i = 0; i < places.length; i++) {
      values[i] = weights.values()[places[i]];
    }
    int rows = left.rowCount(geometry);
    int columns = left.columnCount(geometry);
    StoragePattern pattern = StoragePattern.any(rows, columns);
    EncodedTensor encoded = StorageEncodings.of(pattern.fits(wanted) ? wanted : Encoding.AUTO, pattern)
        .encode(values, left.compacted(geometry, weights.kept()), rows, columns);
    return new FrozenWeights(encoded, left(weights.bias(), left.rows(geometry)), left, beginnings);
  }

  private static float[] left(float[] bias, BitSet rows) {
    if (bias == null) {
      return null;
    }
    float[] left = new float[rows.cardinality()];
    int next = 0;
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      left[next++] = bias[row];
    }
    return left;
  }

  /** The parameters in the shape that the layer was declared with; what is gone is 0. */
  Weights expanded(LayerInfo info) {
    WeightGeometry geometry = info.weights();
    DecodedTensor decoded = encoded.decoded();
    Beginnings all = beginnings == null ? null : beginnings.spread(left.rows(geometry), geometry.rows());
    if (!left.isSmaller()) {
      return new Weights(decoded.values(), decoded.kept(), bias, all);
    }
    int[] places = left.places(geometry);
    float[] values = new float[geometry.size()];
    BitSet kept = new BitSet(geometry.size());
    for (int i = 0; i < places.length; i++) {
      values[places[i]] = decoded.values()[i];
      kept.set(places[i], decoded.kept().get(i));
    }
    BitSet present = left.rows(geometry);
    float[] biases = bias == null ? null : new float[geometry.rows()];
    int next = 0;
    for (int row = present.nextSetBit(0); biases != null && row >= 0; row = present.nextSetBit(row + 1)) {
      biases[row] = bias[next++];
    }
    return new Weights(values, kept, biases, all);
  }

  /** Number of biases, and of what is stored of the beginnings of sums. */
  int biases() {
    return (bias == null ? 0 : bias.length) + (beginnings == null ? 0 : beginnings.stored());
  }

  /** Bits of weights, biases, and of the lists of what is left. */
  long bits(LayerInfo info) {
    return encoded.bits() + (long) Float.SIZE * biases() + left.listBits(info.weights());
  }
}
