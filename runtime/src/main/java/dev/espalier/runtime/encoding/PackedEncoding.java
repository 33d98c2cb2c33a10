package dev.espalier.runtime.encoding;

import java.util.BitSet;

/**
 * An encoding with a payload of its own. A subclass states its size as a formula over what is stored; {@link #encode}
 * allocates by that formula and the {@link BitWriter} refuses to end a bit early or late, so that the formula, the
 * count and the payload cannot drift apart.
 */
abstract non-sealed class PackedEncoding implements StorageEncoding {

  /** Bits of a stored float. */
  static final int VALUE_BITS = Float.SIZE;

  private static final int[] NO_LAYOUT = {};

  /** The integers beside shape and count that decoding needs, e.g. the width of a run field. */
  int[] layout(float[] values, BitSet kept, int columns) {
    return NO_LAYOUT;
  }

  /** How many values are stored for this mask: the kept ones, unless the encoding needs more. */
  int stored(BitSet kept, int rows, int columns, int[] layout) {
    return kept.cardinality();
  }

  /** The size formula. */
  abstract long payloadBits(int rows, int columns, int stored, int[] layout, int valueBits);

  abstract void write(float[] values, BitSet kept, int rows, int columns, int[] layout, BitWriter out);

  /**
   * Reads a payload whose length is known to be right into empty {@code values} and {@code kept}, checking every rule.
   */
  abstract void read(EncodedTensor tensor, BitReader in, float[] values, BitSet kept);

  /** What is wrong with the stored count or the layout, or null: checked before the payload is looked at. */
  String flaw(int rows, int columns, int stored, int[] layout) {
    if (layout.length != 0) {
      return "needs no layout numbers, but has " + layout.length;
    }
    return null;
  }

  @Override
  public final EncodedTensor encode(float[] values, BitSet kept, int rows, int columns) {
    int length = Shapes.length(rows, columns);
    if (values.length != length) {
      throw new IllegalArgumentException("A " + rows + " x " + columns + " tensor has " + length + " values, but "
          + values.length + " were given.");
    }
    Shapes.checkMask(kept, rows, columns);
    int[] layout = layout(values, kept, columns);
    int stored = stored(kept, rows, columns, layout);
    BitWriter out = new BitWriter(payloadBits(rows, columns, stored, layout, VALUE_BITS));
    write(values, kept, rows, columns, layout, out);
    return new EncodedTensor(this, rows, columns, stored, layout, out.toByteArray());
  }

  @Override
  public long bits(BitSet kept, int rows, int columns, int valueBits) {
    Shapes.checkMask(kept, rows, columns);
    Shapes.checkValueBits(valueBits);
    return payloadBits(rows, columns, stored(kept, rows, columns, NO_LAYOUT), NO_LAYOUT, valueBits);
  }

  static void writeKept(float[] values, BitSet kept, BitWriter out) {
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      out.write(Float.floatToRawIntBits(values[i]), VALUE_BITS);
    }
  }

  static void readKept(BitReader in, float[] values, BitSet kept) {
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      values[i] = Float.intBitsToFloat(in.read(VALUE_BITS));
    }
  }
}
