package dev.espalier.runtime.encoding;

/** Packs fields one after the other, least significant bit first, into exactly the bits that were announced. */
final class BitWriter {
  private final byte[] bytes;
  private final long bits;
  private long written;
  private long pending;
  private int pendingBits;
  private int next;

  BitWriter(long bits) {
    if (bits > Integer.MAX_VALUE * 8L) {
      throw new IllegalArgumentException("A payload of " + bits + " bits exceeds the 2 GiB of a Java array. "
          + "Fix: split the layer, or prune it further before it is encoded.");
    }
    this.bits = bits;
    this.bytes = new byte[(int) ((bits + 7) / 8)];
  }

  /** Appends the low {@code width} bits of {@code field}, 0 to 32. */
  void write(int field, int width) {
    pending |= (field & ((1L << width) - 1)) << pendingBits;
    pendingBits += width;
    written += width;
    while (pendingBits >= 8) {
      bytes[next++] = (byte) pending;
      pending >>>= 8;
      pendingBits -= 8;
    }
  }

  /** Ends the payload; the writer is not used again. */
  byte[] toByteArray() {
    if (written != bits) {
      throw new IllegalStateException("The formula says " + bits + " bits, but " + written + " were written.");
    }
    if (pendingBits > 0) {
      bytes[bytes.length - 1] = (byte) pending;
    }
    return bytes;
  }
}
