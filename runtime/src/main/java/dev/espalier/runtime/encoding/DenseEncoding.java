package dev.espalier.runtime.encoding;

import dev.espalier.dsl.Encoding;
import java.util.BitSet;

/**
 * Every weight, in row-major order: {@code L * n} bits.
 *
 * <p>Layout: the {@link PrunedPattern}, which stands at pruned positions, so that the mask survives as well.
 */
final class DenseEncoding extends PackedEncoding {

  @Override
  public Encoding kind() {
    return Encoding.DENSE;
  }

  @Override
  int[] layout(float[] values, BitSet kept, int columns) {
    return new int[] {PrunedPattern.unusedBy(values, kept)};
  }

  @Override
  int stored(BitSet kept, int rows, int columns, int[] layout) {
    return rows * columns;
  }

  @Override
  long payloadBits(int rows, int columns, int stored, int[] layout, int valueBits) {
    return (long) stored * valueBits;
  }

  @Override
  String flaw(int rows, int columns, int stored, int[] layout) {
    if (layout.length != 1) {
      return "needs 1 layout number, the pattern of a pruned weight, but has " + layout.length;
    }
    if (stored != rows * columns) {
      return "stores all " + rows * columns + " values, but its count is " + stored;
    }
    return null;
  }

  @Override
  void write(float[] values, BitSet kept, int rows, int columns, int[] layout, BitWriter out) {
    for (int i = 0; i < values.length; i++) {
      out.write(kept.get(i) ? Float.floatToRawIntBits(values[i]) : layout[0], VALUE_BITS);
    }
  }

  @Override
  void read(EncodedTensor tensor, BitReader in, float[] values, BitSet kept) {
    int pruned = tensor.layout(0);
    for (int i = 0; i < values.length; i++) {
      int pattern = in.read(VALUE_BITS);
      if (pattern != pruned) {
        values[i] = Float.intBitsToFloat(pattern);
        kept.set(i);
      }
    }
  }
}
