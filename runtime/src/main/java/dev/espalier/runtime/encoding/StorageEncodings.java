package dev.espalier.runtime.encoding;

import dev.espalier.dsl.Encoding;
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

  private static final StorageEncoding AUTO = new AutoEncoding();

  private StorageEncodings() {}

  /** The encoding of that name; RUN_LENGTH chooses the width of its run field. */
  public static StorageEncoding of(Encoding kind) {
    return kind == Encoding.AUTO ? AUTO : packed(kind);
  }

  static PackedEncoding packed(Encoding kind) {
    for (PackedEncoding encoding : PACKED) {
      if (encoding.kind() == kind) {
        return encoding;
      }
    }
    throw new IllegalArgumentException("No payload is in encoding " + kind + ". Fix: use one of "
        + PACKED.stream().map(StorageEncoding::kind).toList() + ".");
  }

  /** What AUTO chooses for float values: the encoding of the fewest bits at this mask. */
  public static StorageEncoding smallest(BitSet kept, int rows, int columns) {
    return smallest(kept, rows, columns, PackedEncoding.VALUE_BITS);
  }

  /** The encoding of the fewest bits at this mask with values of {@code valueBits} bits, 1 to 64. */
  public static StorageEncoding smallest(BitSet kept, int rows, int columns, int valueBits) {
    Map<Encoding, Long> bits = bitsByEncoding(kept, rows, columns, valueBits);
    return of(Collections.min(bits.entrySet(), Map.Entry.comparingByValue()).getKey());
  }

  /** The exact bits of every encoding but AUTO at this mask for float values, in the order of the enum. */
  public static Map<Encoding, Long> bitsByEncoding(BitSet kept, int rows, int columns) {
    return bitsByEncoding(kept, rows, columns, PackedEncoding.VALUE_BITS);
  }

  /** The exact bits of every encoding but AUTO at this mask with values of {@code valueBits} bits, 1 to 64. */
  public static Map<Encoding, Long> bitsByEncoding(BitSet kept, int rows, int columns, int valueBits) {
    Map<Encoding, Long> bits = new EnumMap<>(Encoding.class);
    for (PackedEncoding encoding : PACKED) {
      bits.put(encoding.kind(), encoding.bits(kept, rows, columns, valueBits));
    }
    return Collections.unmodifiableMap(bits);
  }
}
