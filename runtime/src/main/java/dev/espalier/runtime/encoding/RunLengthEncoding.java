package dev.espalier.runtime.encoding;

import dev.espalier.dsl.Encoding;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Pairs of a run, in b bits, of pruned weights before a value, and the value. A run longer than {@code 2^b - 1} needs
 * fillers: pairs of the longest run and a stored value that itself stands for a pruned weight, so that each filler
 * passes {@code 2^b} weights. Pruned weights after the last kept one take nothing: the shape implies them.
 *
 * <p>Bits: {@code (kept + sum over runs of floor(run / 2^b)) * (n + b)}.
 *
 * <p>Layout: b, and the {@link PrunedPattern} of fillers; with it, a kept +0 after a longest run is no filler.
 */
public final class RunLengthEncoding extends PackedEncoding {
  /** The widest run field, in bits. */
  public static final int MAX_RUN_BITS = 16;

  private static final int CHOOSE = 0;

  private final int fixedRunBits;

  private RunLengthEncoding(int fixedRunBits) {
    this.fixedRunBits = fixedRunBits;
  }

  /** The width b that makes this mask smallest is chosen each time, the narrowest of equals. */
  public static RunLengthEncoding smallest() {
    return new RunLengthEncoding(CHOOSE);
  }

  /** Run fields of {@code runBits} bits, 1 to {@value #MAX_RUN_BITS}. */
  public static RunLengthEncoding withRunBits(int runBits) {
    if (runBits < 1 || runBits > MAX_RUN_BITS) {
      throw new IllegalArgumentException(
          "A run field has 1 to " + MAX_RUN_BITS + " bits, but " + runBits + " was given.");
    }
    return new RunLengthEncoding(runBits);
  }

  @Override
  public Encoding kind() {
    return Encoding.RUN_LENGTH;
  }

  /** The width b that is used for this mask when values have {@code valueBits} bits. */
  public int runBits(BitSet kept, int valueBits) {
    if (fixedRunBits != CHOOSE) {
      return fixedRunBits;
    }
    long[] entries = new long[MAX_RUN_BITS + 1];
    Arrays.fill(entries, kept.cardinality());
    int next = 0;
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      int run = i - next;
      for (int width = 1; width <= MAX_RUN_BITS && run >> width > 0; width++) {
        entries[width] += run >> width;
      }
      next = i + 1;
    }
    int best = 1;
    for (int width = 2; width <= MAX_RUN_BITS; width++) {
      if (entries[width] * (valueBits + width) < entries[best] * (valueBits + best)) {
        best = width;
      }
    }
    return best;
  }

  /** Kept values and fillers. */
  private static long entries(BitSet kept, int runBits) {
    long entries = 0;
    int next = 0;
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      entries += 1 + ((i - next) >> runBits);
      next = i + 1;
    }
    return entries;
  }

  @Override
  int[] layout(float[] values, BitSet kept, int columns) {
    return new int[] {runBits(kept, VALUE_BITS), PrunedPattern.unusedBy(values, kept)};
  }

  @Override
  int stored(BitSet kept, int rows, int columns, int[] layout) {
    return (int) entries(kept, layout[0]);
  }

  @Override
  long payloadBits(int rows, int columns, int stored, int[] layout, int valueBits) {
    return (long) stored * (valueBits + layout[0]);
  }

  @Override
  public long bits(BitSet kept, int rows, int columns, int valueBits) {
    Shapes.checkMask(kept, rows, columns);
    Shapes.checkValueBits(valueBits);
    int runBits = runBits(kept, valueBits);
    return entries(kept, runBits) * (valueBits + runBits);
  }

  @Override
  String flaw(int rows, int columns, int stored, int[] layout) {
    if (layout.length != 2) {
      return "needs 2 layout numbers, the bits of a run and the pattern of a filler, but has " + layout.length;
    }
    if (layout[0] < 1 || layout[0] > MAX_RUN_BITS) {
      return "has run fields of 1 to " + MAX_RUN_BITS + " bits, but these have " + layout[0];
    }
    return null;
  }

  @Override
  void write(float[] values, BitSet kept, int rows, int columns, int[] layout, BitWriter out) {
    int runBits = layout[0];
    int longest = (1 << runBits) - 1;
    int next = 0;
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      int run = i - next;
      while (run > longest) {
        out.write(longest, runBits);
        out.write(layout[1], VALUE_BITS);
        run -= longest + 1;
      }
      out.write(run, runBits);
      out.write(Float.floatToRawIntBits(values[i]), VALUE_BITS);
      next = i + 1;
    }
  }

  @Override
  void read(EncodedTensor tensor, BitReader in, float[] values, BitSet kept) {
    int runBits = tensor.layout(0);
    int filler = tensor.layout(1);
    int longest = (1 << runBits) - 1;
    long position = -1;
    for (int k = 0; k < tensor.stored(); k++) {
      int run = in.read(runBits);
      int pattern = in.read(VALUE_BITS);
      position += run + 1L;
      if (position >= values.length) {
        throw tensor.corrupt("pair " + k, "a value lies at a position under " + values.length
            + ", but the runs lead to " + position);
      }
      if (pattern != filler) {
        values[(int) position] = Float.intBitsToFloat(pattern);
        kept.set((int) position);
      } else if (run != longest) {
        throw tensor.corrupt("pair " + k, "a filler follows the longest run, " + longest + ", but this one follows "
            + run);
      } else if (k == tensor.stored() - 1) {
        throw tensor.corrupt("pair " + k, "the last pair holds a kept value, but this is a filler");
      }
    }
  }
}
