package dev.espalier.runtime.encoding;

import dev.espalier.dsl.Encoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;

/**
 * The kept weights of a tensor, packed. Immutable.
 *
 * <p>The payload is exactly {@code ceil(bits() / 8)} bytes: fields follow each other without gaps, least significant
 * bit first, and the padding bits of the last byte are zero. {@link #toBytes} puts a header before it:
 *
 * <pre>
 * u8 length, ASCII name of the encoding
 * i32 rows | i32 columns | i32 stored values
 * u8 count, i32 layout numbers
 * payload
 * </pre>
 *
 * all little-endian. {@link #bits} counts the payload alone; {@link #sizeInBytes} counts header and payload.
 */
public final class EncodedTensor {
  private final PackedEncoding encoding;
  private final int rows;
  private final int columns;
  private final int stored;
  private final int[] layout;
  private final byte[] payload;
  private final long bits;

  EncodedTensor(PackedEncoding encoding, int rows, int columns, int stored, int[] layout, byte[] payload) {
    this.encoding = encoding;
    this.rows = rows;
    this.columns = columns;
    this.stored = stored;
    this.layout = layout;
    this.payload = payload;
    checkHeader();
    this.bits = encoding.payloadBits(rows, columns, stored, layout, PackedEncoding.VALUE_BITS);
    checkPayloadLength();
  }

  /**
   * Puts a tensor together from its parts, as another instance returned them.
   *
   * @throws CorruptEncodingException if the parts do not fit together; what is inside the payload is checked by
   *     decoding
   */
  public static EncodedTensor restore(
      Encoding kind, int rows, int columns, int stored, int[] layout, byte[] payload) {
    return new EncodedTensor(
        StorageEncodings.packed(kind), rows, columns, stored, layout.clone(), payload.clone());
  }

  /**
   * Reads what {@link #toBytes} returned. A tensor of few values is small however large its shape: whoever does not
   * trust the bytes compares {@link #rows} and {@link #columns} with the shape that is expected before decoding.
   *
   * @throws CorruptEncodingException if the header breaks a rule, or the payload is shorter or longer than it says
   */
  public static EncodedTensor fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    need(in, 1, "the length of the encoding's name");
    byte[] name = new byte[in.get() & 0xFF];
    need(in, name.length, "the encoding's name");
    in.get(name);
    PackedEncoding encoding = encodingNamed(new String(name, StandardCharsets.ISO_8859_1));
    need(in, 3 * Integer.BYTES + 1, "rows, columns and counts");
    int rows = in.getInt();
    int columns = in.getInt();
    int stored = in.getInt();
    int[] layout = new int[in.get() & 0xFF];
    need(in, layout.length * Integer.BYTES, "the layout numbers");
    for (int i = 0; i < layout.length; i++) {
      layout[i] = in.getInt();
    }
    byte[] payload = new byte[in.remaining()];
    in.get(payload);
    return new EncodedTensor(encoding, rows, columns, stored, layout, payload);
  }

  private static void need(ByteBuffer in, int count, String what) {
    if (in.remaining() < count) {
      throw new CorruptEncodingException("An encoded tensor", "byte " + in.position(),
          what + " needs " + count + " bytes, but " + in.remaining() + " are left");
    }
  }

  private static PackedEncoding encodingNamed(String name) {
    for (Encoding kind : Encoding.values()) {
      if (kind != Encoding.AUTO && kind.name().equals(name)) {
        return StorageEncodings.packed(kind);
      }
    }
    throw new CorruptEncodingException("An encoded tensor", "byte 1",
        "the name of an encoding other than AUTO stands here, but it is '" + name + "'");
  }

  private void checkHeader() {
    if (!Shapes.isValid(rows, columns)) {
      throw corrupt("header", "a tensor has 1 or more rows and columns, and at most " + Integer.MAX_VALUE
          + " values, but this has " + rows + " rows and " + columns + " columns");
    }
    if (stored < 0 || stored > rows * columns) {
      throw corrupt("header", "a tensor stores 0 to " + rows * columns + " values, but this stores " + stored);
    }
    String flaw = encoding.flaw(rows, columns, stored, layout);
    if (flaw != null) {
      throw corrupt("header", encoding.kind() + " " + flaw);
    }
  }

  private void checkPayloadLength() {
    long bytes = (bits + 7) / 8;
    if (payload.length != bytes) {
      throw corrupt("payload", "its " + bits + " bits take " + bytes + " bytes, but there are " + payload.length);
    }
    int usedInLast = (int) (bits % 8);
    if (usedInLast != 0 && (payload[payload.length - 1] & 0xFF) >>> usedInLast != 0) {
      throw corrupt("last byte", "the " + (8 - usedInLast) + " padding bits are zero, but some are set");
    }
  }

  /** The encoding, never AUTO. */
  public Encoding kind() {
    return encoding.kind();
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /**
   * How many values the payload holds: the kept weights, plus fillers in RUN_LENGTH and N_OF_M; all weights in DENSE;
   * in BSR the number of blocks.
   */
  public int stored() {
    return stored;
  }

  /** The exact size of the payload in bits, with values of 32 bits. */
  public long bits() {
    return bits;
  }

  /** A copy of the packed payload, {@code ceil(bits() / 8)} bytes. */
  public byte[] payload() {
    return payload.clone();
  }

  /**
   * A copy of the numbers beside shape and count that decoding needs. DENSE: the pattern of a pruned weight.
   * RUN_LENGTH: the bits of a run field, the pattern of a filler. N_OF_M: n, m, columns between neighbours, the pattern
   * of a filler. BSR: rows and columns of a block, the pattern of a filler. Others: none.
   */
  public int[] layout() {
    return layout.clone();
  }

  int layout(int i) {
    return layout[i];
  }

  PackedEncoding encoding() {
    return encoding;
  }

  BitReader reader() {
    return new BitReader(payload);
  }

  CorruptEncodingException corrupt(String place, String ruleAndFinding) {
    return new CorruptEncodingException(
        "The " + kind() + " tensor of " + rows + " x " + columns, place, ruleAndFinding);
  }

  /**
   * Values and mask.
   *
   * @throws CorruptEncodingException if the payload breaks a rule of its encoding
   */
  public DecodedTensor decoded() {
    float[] values = new float[rows * columns];
    BitSet kept = new BitSet(values.length);
    encoding.read(this, reader(), values, kept);
    return new DecodedTensor(values, kept);
  }

  /**
   * The weights in row-major order, the kept ones bit for bit, the pruned ones +0.
   *
   * @throws CorruptEncodingException if the payload breaks a rule of its encoding
   */
  public float[] decode() {
    return decoded().values();
  }

  /**
   * The mask: bit {@code r * columns() + c} is set where the weight is kept.
   *
   * @throws CorruptEncodingException if the payload breaks a rule of its encoding
   */
  public BitSet decodeMask() {
    return decoded().kept();
  }

  /** Bytes of {@link #toBytes}. */
  public long sizeInBytes() {
    return 1L + kind().name().length() + 3 * Integer.BYTES + 1 + (long) layout.length * Integer.BYTES + payload.length;
  }

  /** Header and payload, to be stored. */
  public byte[] toBytes() {
    byte[] name = kind().name().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(sizeInBytes())).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) name.length).put(name).putInt(rows).putInt(columns).putInt(stored).put((byte) layout.length);
    for (int number : layout) {
      out.putInt(number);
    }
    return out.put(payload).array();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EncodedTensor that
        && kind() == that.kind()
        && rows == that.rows
        && columns == that.columns
        && stored == that.stored
        && Arrays.equals(layout, that.layout)
        && Arrays.equals(payload, that.payload);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind(), rows, columns, stored, Arrays.hashCode(layout), Arrays.hashCode(payload));
  }

  @Override
  public String toString() {
    return kind() + " " + rows + " x " + columns + ", " + stored
        + (kind() == Encoding.BSR ? " blocks, " : " values, ") + bits + " bits";
  }
}
