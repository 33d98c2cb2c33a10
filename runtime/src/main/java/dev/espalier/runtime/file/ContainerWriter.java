package dev.espalier.runtime.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * Collects named sections and writes them as one file, in the order in which they were put; the same sections give the
 * same bytes. The layout is the one of {@code Container}; {@link ContainerReader} reads it.
 *
 * <p>A section name is 1 to 255 bytes of UTF-8 and unique; arrays are copied when put.
 */
public final class ContainerWriter {
  private static final int MAX_PAYLOAD_BYTES = Integer.MAX_VALUE - 8;

  private final String kind;
  private final int version;
  private final Map<String, Section> sections = new LinkedHashMap<>();

  /**
   * @param kind what the file is, e.g. "artefact": 1 to 255 bytes of UTF-8
   * @param version version of what the sections of this kind mean
   */
  public ContainerWriter(String kind, int version) {
    checkName("kind", kind);
    this.kind = kind;
    this.version = version;
  }

  public ContainerWriter putInt(String name, int value) {
    return putInts(name, value);
  }

  public ContainerWriter putLong(String name, long value) {
    return putLongs(name, value);
  }

  public ContainerWriter putDouble(String name, double value) {
    return putDoubles(name, value);
  }

  /** Puts text; half of a surrogate pair is an {@link IllegalArgumentException}. */
  public ContainerWriter putString(String name, String value) {
    return put(name, SectionType.STRING, Container.utf8(value));
  }

  public ContainerWriter putBytes(String name, byte[] values) {
    return put(name, SectionType.BYTES, values.clone());
  }

  public ContainerWriter putInts(String name, int... values) {
    byte[] payload = allocate(name, values.length, SectionType.INTS);
    ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(values);
    return put(name, SectionType.INTS, payload);
  }

  public ContainerWriter putLongs(String name, long... values) {
    byte[] payload = allocate(name, values.length, SectionType.LONGS);
    ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
    return put(name, SectionType.LONGS, payload);
  }

  /** Puts floats bit for bit, NaN patterns included. */
  public ContainerWriter putFloats(String name, float... values) {
    byte[] payload = allocate(name, values.length, SectionType.FLOATS);
    ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return put(name, SectionType.FLOATS, payload);
  }

  /** Puts doubles bit for bit, NaN patterns included. */
  public ContainerWriter putDoubles(String name, double... values) {
    byte[] payload = allocate(name, values.length, SectionType.DOUBLES);
    ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values);
    return put(name, SectionType.DOUBLES, payload);
  }

  private static byte[] allocate(String name, int count, SectionType type) {
    long bytes = (long) count * type.elementBytes();
    if (bytes > MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException("A section takes at most " + MAX_PAYLOAD_BYTES + " bytes, but '" + name
          + "' needs " + bytes + ". Fix: put it as several sections.");
    }
    return new byte[(int) bytes];
  }

  private ContainerWriter put(String name, SectionType type, byte[] payload) {
    checkName("section name", name);
    if (sections.containsKey(name)) {
      throw new IllegalArgumentException("A section name is unique in its file, but '" + name + "' was put before.");
    }
    sections.put(name, new Section(type, payload));
    return this;
  }

  private static void checkName(String what, String name) {
    int bytes = Container.utf8(name).length;
    if (bytes < 1 || bytes > Container.MAX_NAME_BYTES) {
      throw new IllegalArgumentException("A " + what + " has 1 to " + Container.MAX_NAME_BYTES
          + " bytes of UTF-8, but '" + name + "' has " + bytes + ".");
    }
  }

  /** The exact size of the file that would be written now. */
  public long sizeInBytes() {
    long bytes = Container.headerBytes(kind) + Container.CHECKSUM_BYTES;
    for (Map.Entry<String, Section> entry : sections.entrySet()) {
      bytes += Container.sectionBytes(entry.getKey(), entry.getValue().payload.length);
    }
    return bytes;
  }

  /**
   * Writes the file whole or not at all, see {@link AtomicFile#write}.
   *
   * @throws EspalierFileException if the file cannot be written; an old file of that name is kept
   */
  public void write(Path path) {
    AtomicFile.write(path, this::write);
  }

  /** Writes the bytes of the file to a stream, which is neither flushed nor closed. */
  public void write(OutputStream out) throws IOException {
    CRC32C wholeFile = new CRC32C();
    OutputStream checked = new CheckedOutputStream(out, wholeFile);
    writeWithChecksum(checked, header());
    for (Map.Entry<String, Section> entry : sections.entrySet()) {
      Section section = entry.getValue();
      writeWithChecksum(checked, sectionHeader(entry.getKey(), section), section.payload);
    }
    out.write(littleEndian((int) wholeFile.getValue()));
  }

  /** The bytes of the file. */
  public byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(sizeInBytes()));
    try {
      write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("A stream into memory does not fail.", e);
    }
    return out.toByteArray();
  }

  private byte[] header() {
    byte[] kindBytes = Container.utf8(kind);
    int bytes = (int) Container.headerBytes(kind) - Container.CHECKSUM_BYTES;
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN)
        .put(Container.MAGIC)
        .putInt(Container.LAYOUT_VERSION)
        .putLong(sizeInBytes())
        .put((byte) kindBytes.length)
        .put(kindBytes)
        .putInt(version)
        .putInt(sections.size())
        .array();
  }

  private static byte[] sectionHeader(String name, Section section) {
    byte[] nameBytes = Container.utf8(name);
    return ByteBuffer.allocate(1 + nameBytes.length + 1 + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) nameBytes.length)
        .put(nameBytes)
        .put((byte) section.type.code())
        .putLong(section.payload.length)
        .array();
  }

  private static void writeWithChecksum(OutputStream out, byte[]... parts) throws IOException {
    CRC32C checksum = new CRC32C();
    for (byte[] part : parts) {
      checksum.update(part);
      out.write(part);
    }
    out.write(littleEndian((int) checksum.getValue()));
  }

  private static byte[] littleEndian(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
