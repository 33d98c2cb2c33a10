package dev.espalier.runtime.encoding;

import dev.espalier.dsl.Encoding;
import java.util.BitSet;

/** AUTO: the smallest of the others at the mask at hand. What it encodes carries the name of the encoding it chose. */
record AutoEncoding(StoragePattern pattern) implements StorageEncoding {

  @Override
  public Encoding kind() {
    return Encoding.AUTO;
  }

  @Override
  public EncodedTensor encode(float[] values, BitSet kept, int rows, int columns) {
    return StorageEncodings.smallest(kept, rows, columns, PackedEncoding.VALUE_BITS, pattern)
        .encode(values, kept, rows, columns);
  }

  @Override
  public long bits(BitSet kept, int rows, int columns, int valueBits) {
    return StorageEncodings.smallest(kept, rows, columns, valueBits, pattern)
        .bits(kept, rows, columns, valueBits);
  }
}
