package dev.espalier.runtime.encoding;

import java.util.BitSet;
import java.util.Random;

/** Seeded masks and values for the tests of this package. */
final class Masks {
  private Masks() {}

  /** Exactly {@code round(sparsity * length)} pruned positions, uniformly drawn. */
  static BitSet random(int length, double sparsity, long seed) {
    Random random = new Random(seed);
    int toKeep = length - (int) Math.round(sparsity * length);
    BitSet kept = new BitSet(length);
    for (int i = 0; i < length; i++) {
      if (random.nextInt(length - i) < toKeep) {
        kept.set(i);
        toKeep--;
      }
    }
    return kept;
  }

  static BitSet of(int... positions) {
    BitSet kept = new BitSet();
    for (int position : positions) {
      kept.set(position);
    }
    return kept;
  }

  /** Normal values, with the awkward ones strewn in: zeros of both signs, infinities, NaNs with a payload. */
  static float[] awkwardValues(int length, long seed) {
    int[] awkward = {0, 0x8000_0000, 0x7F80_0000, 0xFF80_0000, 0x7FC0_0000, 0x7FC0_1234, 0xFFFF_FFFF, 1};
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextInt(4) == 0
          ? Float.intBitsToFloat(awkward[random.nextInt(awkward.length)])
          : (float) random.nextGaussian();
    }
    return values;
  }

  static int[] rawBits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  /** The bits that decoding has to give: those of the values where kept, +0 elsewhere. */
  static int[] maskedBits(float[] values, BitSet kept) {
    int[] bits = new int[values.length];
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
