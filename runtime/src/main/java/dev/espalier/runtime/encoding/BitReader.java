package dev.espalier.runtime.encoding;

/** Reads what a {@link BitWriter} packed. The caller has checked that the payload is as long as its fields. */
final class BitReader {
  private final byte[] bytes;
  private long pending;
  private int pendingBits;
  private int next;

  BitReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The next field of 0 to 32 bits; fields under 32 bits are never negative. */
  int read(int width) {
    while (pendingBits < width) {
      pending |= (bytes[next++] & 0xFFL) << pendingBits;
      pendingBits += 8;
    }
    int field = (int) (pending & ((1L << width) - 1));
    pending >>>= width;
    pendingBits -= width;
    return field;
  }
}
