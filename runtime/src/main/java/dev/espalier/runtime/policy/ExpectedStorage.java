package dev.espalier.runtime.policy;

import dev.espalier.dsl.Encoding;

/**
 * The expected bits of a storage encoding when the kept weights lie at random: what can be said before there is a mask.
 *
 * <p>With L weights of n = 32 bits, sparsity p and k = (1 - p) L kept ones: BITMAP k n + L; COO k (n + ceil(log2 L)); CSR
 * k (n + ceil(log2 columns)) + (rows + 1) ceil(log2(k + 1)), CSC with rows and columns swapped. RUN_LENGTH with runs of b
 * bits: a run is geometric and needs a filler for every 2^b zeros, so that k / (1 - p^(2^b)) pairs are stored; b is the
 * best of 1 to 16.
 */
final class ExpectedStorage {
  private static final int VALUE_BITS = 32;
  private static final int MAX_RUN_BITS = 16;

  private ExpectedStorage() {}

  /** Bits at a sparsity in [0, 1). AUTO is DENSE at its worst, and counted as such. */
  static double bits(Encoding encoding, double sparsity, long rows, long columns) {
    double size = (double) rows * columns;
    double kept = (1 - sparsity) * size;
    return switch (encoding) {
      case AUTO, DENSE -> size * VALUE_BITS;
      case BITMAP -> kept * VALUE_BITS + size;
      case COO -> kept * (VALUE_BITS + indexBits(size));
      case CSR -> kept * (VALUE_BITS + indexBits((double) columns)) + (rows + 1.0) * indexBits(kept + 1);
      case CSC -> kept * (VALUE_BITS + indexBits((double) rows)) + (columns + 1.0) * indexBits(kept + 1);
      case RUN_LENGTH -> runLength(sparsity, kept);
    };
  }

  /** The sparsity from which on the encoding takes no more than DENSE. */
  static double breakEven(Encoding encoding, long rows, long columns) {
    double dense = bits(Encoding.DENSE, 0, rows, columns);
    double larger = 0;
    double smaller = 1;
    while (smaller - larger > 1e-9) {
      double middle = (larger + smaller) / 2;
      if (bits(encoding, middle, rows, columns) > dense) {
        larger = middle;
      } else {
        smaller = middle;
      }
    }
    return smaller;
  }

  private static double runLength(double sparsity, double kept) {
    double best = Double.POSITIVE_INFINITY;
    for (int b = 1; b <= MAX_RUN_BITS; b++) {
      double pairs = kept / (1 - Math.pow(sparsity, 1 << b));
      best = Math.min(best, pairs * (VALUE_BITS + b));
    }
    return best;
  }

  /** ceil(log2 count), the bits that tell count things apart. */
  private static double indexBits(double count) {
    return Math.ceil(Math.log(count) / Math.log(2) - 1e-9);
  }
}
