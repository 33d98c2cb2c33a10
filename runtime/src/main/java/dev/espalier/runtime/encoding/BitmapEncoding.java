package dev.espalier.runtime.encoding;

import dev.espalier.dsl.Encoding;
import java.util.BitSet;

/** One bit a weight, then the kept values: {@code (1-p) * L * n + L} bits. */
final class BitmapEncoding extends PackedEncoding {

  @Override
  public Encoding kind() {
    return Encoding.BITMAP;
  }

  @Override
  long payloadBits(int rows, int columns, int stored, int[] layout, int valueBits) {
    return (long) stored * valueBits + (long) rows * columns;
  }

  @Override
  void write(float[] values, BitSet kept, int rows, int columns, int[] layout, BitWriter out) {
    for (int i = 0; i < values.length; i++) {
      out.write(kept.get(i) ? 1 : 0, 1);
    }
    writeKept(values, kept, out);
  }

  @Override
  void read(EncodedTensor tensor, BitReader in, float[] values, BitSet kept) {
    for (int i = 0; i < values.length; i++) {
      if (in.read(1) == 1) {
        kept.set(i);
      }
    }
    if (kept.cardinality() != tensor.stored()) {
      throw tensor.corrupt("bitmap", "the bitmap marks one weight for each of the " + tensor.stored()
          + " stored values, but marks " + kept.cardinality());
    }
    readKept(in, values, kept);
  }
}
