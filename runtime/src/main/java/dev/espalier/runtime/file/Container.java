package dev.espalier.runtime.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The layout of an Espalier file; all numbers are little-endian, all text is UTF-8, checksums are CRC-32C.
 *
 * <pre>
 * header   8 bytes  "ESPALIER"
 *          i32      layout version
 *          i64      bytes of the whole file
 *          u8, text kind, e.g. "artefact" or "checkpoint"
 *          i32      version of what the kind's sections mean
 *          i32      number of sections
 *          i32      checksum of the header up to here
 * section  u8, text name, unique in the file
 *          u8       type
 *          i64      bytes of the payload
 *          payload
 *          i32      checksum of the section up to here
 * end      i32      checksum of the whole file up to here
 * </pre>
 */
final class Container {
  static final byte[] MAGIC = "ESPALIER".getBytes(StandardCharsets.US_ASCII);
  static final int LAYOUT_VERSION = 1;
  static final int CHECKSUM_BYTES = Integer.BYTES;

  /** Longest name or kind, in bytes of UTF-8. */
  static final int MAX_NAME_BYTES = 255;

  /** What a section takes beside its name and payload. */
  private static final int SECTION_FIXED_BYTES = 1 + 1 + Long.BYTES + CHECKSUM_BYTES;

  private static final int HEADER_FIXED_BYTES =
      MAGIC.length + Integer.BYTES + Long.BYTES + 1 + Integer.BYTES + Integer.BYTES + CHECKSUM_BYTES;

  private Container() {}

  static long headerBytes(String kind) {
    return (long) HEADER_FIXED_BYTES + utf8(kind).length;
  }

  static long sectionBytes(String name, long payloadBytes) {
    return SECTION_FIXED_BYTES + utf8(name).length + payloadBytes;
  }

  /** Encodes without loss. */
  static byte[] utf8(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("The text holds half of a surrogate pair and has no UTF-8 form: " + text, e);
    }
  }

  /** Decodes without loss; bytes that are no UTF-8 are an error. */
  static String text(byte[] utf8) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
  }
}
