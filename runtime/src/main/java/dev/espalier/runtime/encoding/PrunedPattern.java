package dev.espalier.runtime.encoding;

import java.util.BitSet;

/**
 * The 32-bit pattern that stands for a pruned weight where an encoding stores one among the values.
 *
 * <p>It is +0, unless a kept weight is +0: then the first pattern that no kept weight has. So a kept zero and a pruned
 * weight stay two things, at no extra bit per value.
 */
final class PrunedPattern {
  private static final int POSITIVE_ZERO = 0;
  private static final int NEGATIVE_ZERO = 0x8000_0000;
  private static final int FIRST_NAN = 0x7FC0_0000;

  private PrunedPattern() {}

  static int unusedBy(float[] values, BitSet kept) {
    if (isUnused(POSITIVE_ZERO, values, kept)) {
      return POSITIVE_ZERO;
    }
    if (isUnused(NEGATIVE_ZERO, values, kept)) {
      return NEGATIVE_ZERO;
    }
    // A tensor has fewer values than there are patterns, so that one is always free: below the first NaN if it must be.
    int pattern = FIRST_NAN;
    while (!isUnused(pattern, values, kept)) {
      pattern++;
    }
    return pattern;
  }

  private static boolean isUnused(int pattern, float[] values, BitSet kept) {
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      if (Float.floatToRawIntBits(values[i]) == pattern) {
        return false;
      }
    }
    return true;
  }
}
