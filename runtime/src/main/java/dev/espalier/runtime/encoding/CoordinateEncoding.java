package dev.espalier.runtime.encoding;

import dev.espalier.dsl.Encoding;
import java.util.BitSet;

/** The flat position of each kept value, then the values: {@code (1-p) * L * (n + ceil(log2 L))} bits. */
final class CoordinateEncoding extends PackedEncoding {

  @Override
  public Encoding kind() {
    return Encoding.COO;
  }

  @Override
  long payloadBits(int rows, int columns, int stored, int[] layout, int valueBits) {
    return (long) stored * (valueBits + Shapes.indexBits((long) rows * columns));
  }

  @Override
  void write(float[] values, BitSet kept, int rows, int columns, int[] layout, BitWriter out) {
    int width = Shapes.indexBits(values.length);
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      out.write(i, width);
    }
    writeKept(values, kept, out);
  }

  @Override
  void read(EncodedTensor tensor, BitReader in, float[] values, BitSet kept) {
    int width = Shapes.indexBits(values.length);
    int last = -1;
    for (int k = 0; k < tensor.stored(); k++) {
      int position = in.read(width);
      if (position >= values.length) {
        throw tensor.corrupt("position " + k, "a position is under " + values.length + ", but is " + position);
      }
      if (position <= last) {
        throw tensor.corrupt("position " + k, "positions rise, but " + position + " follows " + last);
      }
      kept.set(position);
      last = position;
    }
    readKept(in, values, kept);
  }
}
