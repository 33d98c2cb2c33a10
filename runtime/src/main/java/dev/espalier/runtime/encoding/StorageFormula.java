package dev.espalier.runtime.encoding;

import dev.espalier.dsl.Encoding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Bits of a matrix of 32-bit weights in each storage encoding, from the number of kept weights alone. All but
 * RUN_LENGTH are exact: they depend on how many weights are kept, not on where. RUN_LENGTH is an expectation, see
 * {@link #bits}; so is BSR where blocks are cut at the matrix's edge, which it takes as of mean size.
 *
 * @param rows rows of the matrix
 * @param columns columns of the matrix
 * @param pattern what is known of its masks: the tiles that are kept or pruned together, N:M
 */
public record StorageFormula(int rows, int columns, StoragePattern pattern) {
  /** Bits of a value. */
  public static final int VALUE_BITS = 32;

  private static final int MAX_RUN_BITS = 16;
  /** Steps of sparsity between dense and empty that {@link #crossovers} and {@link #breakEven} look at. */
  private static final int STEPS = 1000;

  /** From a sparsity on, an encoding is the smallest, up to the next crossover. */
  public record Crossover(Encoding encoding, double sparsity) {}

  /** For weights of which this many side by side in a row are kept or pruned together. */
  public StorageFormula(int rows, int columns, int block) {
    this(rows, columns, StoragePattern.of(new Tiling(rows, columns, 1, block)));
  }

  /** Number of weights, L. */
  public long size() {
    return (long) rows * columns;
  }

  /**
   * Bits when k of the L weights are kept:
   *
   * <ul>
   *   <li>DENSE {@code 32 L}; BITMAP {@code 32 k + L}; COO {@code k (32 + ceil(log2 L))};
   *   <li>CSR {@code k (32 + ceil(log2 columns)) + (rows + 1) ceil(log2(k + 1))}, CSC with rows and columns exchanged;
   *   <li>RUN_LENGTH with runs of b bits {@code (k + fillers) (32 + b)}: the mean number of fillers over all ways to
   *   keep
   *       that many blocks, at the b from 1 to 16 for which that is smallest. Where input channels are pruned, that the
   *       rows share one pattern is not taken into account;
   *   <li>N_OF_M {@code k (32 + ceil(log2 M))} with k rounded up to the same number N of every M;
   *   <li>BSR of r x c blocks, K of them kept: {@code K (32 r c + ceil(log2 block columns)) + (block rows + 1)
   *       ceil(log2(K + 1))};
   *   <li>AUTO the smallest of them.
   * </ul>
   *
   * @param kept k, 0 to L
   * @throws IllegalArgumentException for an encoding that does not fit the pattern
   */
  public long bits(Encoding encoding, long kept) {
    return switch (encoding) {
      case AUTO -> bits(smallest(kept), kept);
      case DENSE -> VALUE_BITS * size();
      case BITMAP -> VALUE_BITS * kept + size();
      case RUN_LENGTH -> runLengthBits(kept);
      case COO -> kept * (VALUE_BITS + Shapes.indexBits(size()));
      case CSR -> compressedBits(rows, columns, kept);
      case CSC -> compressedBits(columns, rows, kept);
      case N_OF_M -> nOfMBits(kept);
      case BSR -> blockBits(kept);
    };
  }

  /** The bits of every encoding that fits the pattern but AUTO, in the order of the enum. */
  public Map<Encoding, Long> bitsByEncoding(long kept) {
    Map<Encoding, Long> bits = new EnumMap<>(Encoding.class);
    for (Encoding encoding : Encoding.values()) {
      if (encoding != Encoding.AUTO && pattern.fits(encoding)) {
        bits.put(encoding, bits(encoding, kept));
      }
    }
    return Collections.unmodifiableMap(bits);
  }

  /** The encoding of the fewest bits; of equals the first in the order of the enum. */
  public Encoding smallest(long kept) {
    return Collections.min(bitsByEncoding(kept).entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  /** Which encoding is the smallest from which sparsity on, in steps of 0.1 %; the first one starts at 0. */
  public List<Crossover> crossovers() {
    List<Crossover> crossovers = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      Encoding smallest = smallest(keptAt(step));
      if (crossovers.isEmpty() || crossovers.getLast().encoding() != smallest) {
        crossovers.add(new Crossover(smallest, (double) step / STEPS));
      }
    }
    return crossovers;
  }

  /** The sparsity, in steps of 0.1 %, from which on the encoding is smaller than dense; empty where it never is. */
  public OptionalDouble breakEven(Encoding encoding) {
    int smaller = STEPS;
    while (smaller > 0 && bits(encoding, keptAt(smaller - 1)) < bits(Encoding.DENSE, size())) {
      smaller--;
    }
    return smaller == STEPS ? OptionalDouble.empty() : OptionalDouble.of((double) smaller / STEPS);
  }

  private long keptAt(int step) {
    return Math.max(groupSize(), Math.round(size() * (double) (STEPS - step) / STEPS));
  }

  private static long compressedBits(int lines, int lineLength, long kept) {
    return kept * (VALUE_BITS + Shapes.indexBits(lineLength)) + (lines + 1L) * Shapes.indexBits(kept + 1);
  }

  private long nOfMBits(long kept) {
    requireFit(Encoding.N_OF_M);
    long cells = Math.max(1, size() / pattern.m());
    return Math.min(size(), Math.ceilDiv(kept, cells) * cells) * (VALUE_BITS + Shapes.indexBits(pattern.m()));
  }

  private long blockBits(long kept) {
    requireFit(Encoding.BSR);
    long blocks = pattern.tiles().tiles();
    return BlockSparseRowEncoding.payloadBits(
        pattern.tiles(), Math.round((double) kept * blocks / size()), VALUE_BITS);
  }

  private void requireFit(Encoding encoding) {
    if (!pattern.fits(encoding)) {
      throw new IllegalArgumentException(encoding + " does not fit masks of single weights.");
    }
  }

  private int groupSize() {
    return Math.multiplyExact(pattern.tiles().tileRows(), pattern.tiles().tileColumns());
  }

  /**
   * The K + 1 gaps around K kept of G blocks are exchangeable, so that the gap before any of them reaches k blocks with
   * probability (G-K)(G-K-1).../(G(G-1)...), k factors each; a gap of k blocks holds floor(k block / 2^b) fillers.
   */
  private long runLengthBits(long kept) {
    int block = pattern.tiles().tileColumns();
    double blocks = (double) size() / block;
    double keptBlocks = (double) kept / block;
    double[] fillers = new double[MAX_RUN_BITS + 1];
    double reaches = 1;
    for (long k = 1; k <= blocks - keptBlocks && reaches > 1e-12; k++) {
      reaches *= (blocks - keptBlocks - (k - 1)) / (blocks - (k - 1));
      for (int b = 1; b <= MAX_RUN_BITS; b++) {
        fillers[b] += reaches * (((k * block) >> b) - (((k - 1) * block) >> b));
      }
    }
    double smallest = Double.POSITIVE_INFINITY;
    for (int b = 1; b <= MAX_RUN_BITS; b++) {
      smallest = Math.min(smallest, (kept + keptBlocks * fillers[b]) * (VALUE_BITS + b));
    }
    return Math.round(smallest);
  }
}
