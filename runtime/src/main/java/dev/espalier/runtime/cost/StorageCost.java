package dev.espalier.runtime.cost;

import dev.espalier.dsl.Encoding;
import dev.espalier.runtime.encoding.StorageFormula;
import java.util.Map;

/**
 * How the parameters of a layer are stored.
 *
 * @param encoding of the weights; never AUTO, but what it chose
 * @param weightBits of the weights: dense, by formula, and of the actual mask in {@code encoding}
 * @param biasBits of the biases of rows that are left, stored whole
 * @param denseBiasBits of all biases
 * @param listBits of the lists of rows and input channels that are left; 0 where none is gone
 * @param bitsByEncoding of the weights in every encoding: of the actual mask where measured, else by formula
 * @param formula the formulas at this layer's shape, crossovers among them
 */
public record StorageCost(
    Encoding encoding,
    Figure weightBits,
    long biasBits,
    long denseBiasBits,
    long listBits,
    Map<Encoding, Long> bitsByEncoding,
    StorageFormula formula) {

  /** Bytes of weights, biases and lists, the weights padded to a whole byte. */
  public long bytes() {
    return (weightBits.pruned() + 7) / 8 + (biasBits + listBits) / 8;
  }

  /** Bytes when every weight is stored. */
  public long denseBytes() {
    return (weightBits.dense() + 7) / 8 + denseBiasBits / 8;
  }
}
