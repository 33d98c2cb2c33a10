package dev.espalier.runtime.encoding;

import dev.espalier.dsl.Encoding;
import java.util.BitSet;

/**
 * One way to store the kept weights of a {@code rows x columns} tensor.
 *
 * <p>Everywhere, {@code values} is row-major with {@code rows * columns} floats, {@code rows} and {@code columns} are
 * at least 1, and bit {@code r * columns + c} of {@code kept} says whether the weight of row r and column c is kept.
 * Other sizes are an {@link IllegalArgumentException}.
 */
public sealed interface StorageEncoding permits PackedEncoding, AutoEncoding {

  /** The name of this encoding in the language. */
  Encoding kind();

  /** Packs the kept values; the values of pruned weights are ignored, and decode as +0. */
  EncodedTensor encode(float[] values, BitSet kept, int rows, int columns);

  /** Packs with the mask of the non-zero values: both +0 and -0 count as pruned, NaN as kept. */
  default EncodedTensor encode(float[] values, int rows, int columns) {
    return encode(values, nonZero(values), rows, columns);
  }

  /**
   * The exact bits that {@link #encode} takes for this mask with values of {@code valueBits} bits, without encoding:
   * what is counted is the payload, not the few bytes that name the encoding and the shape.
   *
   * @param valueBits bits per value n, 1 to 64; 32 is what {@link #encode} writes
   */
  long bits(BitSet kept, int rows, int columns, int valueBits);

  /** The mask that keeps what differs from zero (-0 does not, NaN does). */
  static BitSet nonZero(float[] values) {
    BitSet kept = new BitSet(values.length);
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0f) {
        kept.set(i);
      }
    }
    return kept;
  }
}
