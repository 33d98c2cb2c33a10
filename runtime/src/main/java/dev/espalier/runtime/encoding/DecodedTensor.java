package dev.espalier.runtime.encoding;

import java.util.BitSet;

/** What decoding returns: fresh arrays that belong to the caller. */
public final class DecodedTensor {
  private final float[] values;
  private final BitSet kept;

  DecodedTensor(float[] values, BitSet kept) {
    this.values = values;
    this.kept = kept;
  }

  /** The weights in row-major order, the kept ones bit for bit, the pruned ones +0. */
  public float[] values() {
    return values;
  }

  /** The mask, a set bit where a weight is kept. */
  public BitSet kept() {
    return kept;
  }
}
