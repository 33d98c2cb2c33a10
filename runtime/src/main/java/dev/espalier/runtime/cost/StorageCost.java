package dev.espalier.runtime.cost;

import dev.espalier.dsl.Encoding;
import dev.espalier.runtime.encoding.StorageFormula;
import java.util.Map;

/**
 * How the parameters of a layer are stored.
 *
 * @param encoding of the weights; never AUTO, but what it chose
 * @param weightBits of the weights: dense, by formula, and of the actual mask in {@code encoding}
 * @param biasBits of the biases, which are always stored whole
 * @param bitsByEncoding of the weights in every encoding: of the actual mask where measured, else by formula
 * @param formula the formulas at this layer's shape, crossovers among them
 */
public record StorageCost(
    Encoding encoding,
    Figure weightBits,
    long biasBits,
    Map<Encoding, Long> bitsByEncoding,
    StorageFormula formula) {

  /** Bytes of weights and biases, the weights padded to a whole byte. */
  public long bytes() {
    return bytes(weightBits.pruned());
  }

  /** Bytes when every weight is stored. */
  public long denseBytes() {
    return bytes(weightBits.dense());
  }

  private long bytes(long bits) {
    return (bits + 7) / 8 + biasBits / 8;
  }
}
