package dev.espalier.runtime.encoding;

import dev.espalier.dsl.Encoding;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All storage encodings, by name and by size. */
public final class StorageEncodings {
  /** Among equals the first wins: the one that is simplest to decode. */
  private static final List<PackedEncoding> PACKED = List.of(
      new DenseEncoding(),
      new BitmapEncoding(),
      RunLengthEncoding.smallest(),
      new CoordinateEncoding(),
      new CompressedSparseRowEncoding(),
      new CompressedSparseColumnEncoding());

  /** The encodings of known patterns, to decode by the numbers in their layout. */
  private static final List<PackedEncoding> PATTERNED =
      List.of(new NOfMEncoding(1, 1), new BlockSparseRowEncoding(1, 1));

  private StorageEncodings() {}

  /**
   * The encoding of that name for any mask; RUN_LENGTH chooses the width of its run field.
   *
   * @throws IllegalArgumentException for N_OF_M and BSR, which need to know the pattern
   */
  public static StorageEncoding of(Encoding kind) {
    return of(kind, StoragePattern.any(1, 1));
  }

  /**
   * The encoding of that name for masks of a pattern; AUTO considers those that fit it.
   *
   * @throws IllegalArgumentException where it does not fit the pattern
   */
  public static StorageEncoding of(Encoding kind, StoragePattern pattern) {
    if (kind == Encoding.AUTO) {
      return new AutoEncoding(pattern);
    }
    for (PackedEncoding encoding : fitting(pattern)) {
      if (encoding.kind() == kind) {
        return encoding;
      }
    }
    throw new IllegalArgumentException(kind + " does not fit masks of "
        + (pattern.m() > 0 ? "N:" + pattern.m() : pattern.tiles().tileRows() + " x " + pattern.tiles().tileColumns())
        + " weights. Fix: use one of " + fitting(pattern).stream().map(StorageEncoding::kind).toList() + ".");
  }

  private static List<PackedEncoding> fitting(StoragePattern pattern) {
    List<PackedEncoding> fitting = new ArrayList<>(PACKED);
    if (pattern.fits(Encoding.N_OF_M)) {
      fitting.add(new NOfMEncoding(pattern.m(), pattern.stride()));
    }
    if (pattern.fits(Encoding.BSR)) {
      fitting.add(new BlockSparseRowEncoding(pattern.tiles().tileRows(), pattern.tiles().tileColumns()));
    }
    return fitting;
  }

  /** The encoding that decodes payloads of that name. */
  static PackedEncoding packed(Encoding kind) {
    for (List<PackedEncoding> encodings : List.of(PACKED, PATTERNED)) {
      for (PackedEncoding encoding : encodings) {
        if (encoding.kind() == kind) {
          return encoding;
        }
      }
    }
    throw new IllegalArgumentException("No payload is in encoding " + kind + ". Fix: use another than AUTO.");
  }

  /** What AUTO chooses for float values and any mask: the encoding of the fewest bits at this one. */
  public static StorageEncoding smallest(BitSet kept, int rows, int columns) {
    return smallest(kept, rows, columns, PackedEncoding.VALUE_BITS, StoragePattern.any(rows, columns));
  }

  /** The encoding of the fewest bits at this mask with values of {@code valueBits} bits, 1 to 64. */
  static StorageEncoding smallest(BitSet kept, int rows, int columns, int valueBits, StoragePattern pattern) {
    Map<Encoding, Long> bits = bitsByEncoding(kept, rows, columns, valueBits, pattern);
    return of(Collections.min(bits.entrySet(), Map.Entry.comparingByValue()).getKey(), pattern);
  }

  /** The exact bits of every encoding for any mask but AUTO at this one for float values, in the order of the enum. */
  public static Map<Encoding, Long> bitsByEncoding(BitSet kept, int rows, int columns) {
    return bitsByEncoding(kept, rows, columns, PackedEncoding.VALUE_BITS);
  }

  /** The same with values of {@code valueBits} bits, 1 to 64. */
  public static Map<Encoding, Long> bitsByEncoding(BitSet kept, int rows, int columns, int valueBits) {
    return bitsByEncoding(kept, rows, columns, valueBits, StoragePattern.any(rows, columns));
  }

  /** The exact bits of every encoding that fits the pattern but AUTO at this mask for float values, in enum order. */
  public static Map<Encoding, Long> bitsByEncoding(BitSet kept, int rows, int columns, StoragePattern pattern) {
    return bitsByEncoding(kept, rows, columns, PackedEncoding.VALUE_BITS, pattern);
  }

  private static Map<Encoding, Long> bitsByEncoding(
      BitSet kept, int rows, int columns, int valueBits, StoragePattern pattern) {
    Map<Encoding, Long> bits = new EnumMap<>(Encoding.class);
    for (PackedEncoding encoding : fitting(pattern)) {
      bits.put(encoding.kind(), encoding.bits(kept, rows, columns, valueBits));
    }
    return Collections.unmodifiableMap(bits);
  }
}
