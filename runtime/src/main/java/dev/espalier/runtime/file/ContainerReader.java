package dev.espalier.runtime.file;

import dev.espalier.runtime.file.EspalierFileException.Reason;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * A container that was read whole and verified: every size, every checksum, and that nothing follows its end. A getter
 * whose section is missing, or of another type or count, throws {@link EspalierFileException} with
 * {@link Reason#CORRUPT}, naming the section.
 */
public final class ContainerReader {
  private final String source;
  private final String kind;
  private final int version;
  private final Map<String, Section> sections;

  ContainerReader(String source, String kind, int version, Map<String, Section> sections) {
    this.source = source;
    this.kind = kind;
    this.version = version;
    this.sections = sections;
  }

  /**
   * Reads and verifies a file.
   *
   * @param kind the kind that is expected
   * @param version the version of that kind that the caller understands
   * @throws EspalierFileException if it cannot be read or is not such a file, by {@link EspalierFileException#reason}
   */
  public static ContainerReader read(Path path, String kind, int version) {
    // FileInputStream and not FileChannel: an interrupt closes a channel in the middle of the read.
    try (InputStream in = new FileInputStream(path.toFile())) {
      return new ContainerParser(path.toString(), in).parse(kind, version);
    } catch (IOException e) {
      throw IoFailures.reading(path, e);
    }
  }

  /**
   * Reads and verifies a stream to its end, e.g. a resource of the class path; the stream is not closed.
   *
   * @param source what to call it in an error
   */
  public static ContainerReader read(InputStream in, String source, String kind, int version) {
    try {
      return new ContainerParser(source, in).parse(kind, version);
    } catch (IOException e) {
      throw IoFailures.reading(source, e);
    }
  }

  /** Reads and verifies the bytes of a file; {@code source} is what to call them in an error. */
  public static ContainerReader read(byte[] bytes, String source, String kind, int version) {
    return read(new ByteArrayInputStream(bytes), source, kind, version);
  }

  /** The path, or what else names the source. */
  public String source() {
    return source;
  }

  public String kind() {
    return kind;
  }

  public int version() {
    return version;
  }

  /** The names of all sections, in the order of the file. */
  public Set<String> names() {
    return Collections.unmodifiableSet(sections.keySet());
  }

  public boolean has(String name) {
    return sections.containsKey(name);
  }

  public int getInt(String name) {
    return single(name, SectionType.INTS).getInt();
  }

  public long getLong(String name) {
    return single(name, SectionType.LONGS).getLong();
  }

  public double getDouble(String name) {
    return single(name, SectionType.DOUBLES).getDouble();
  }

  public String getString(String name) {
    try {
      return Container.text(payload(name, SectionType.STRING));
    } catch (CharacterCodingException e) {
      throw corrupt(name, "text is UTF-8, but this is not", e);
    }
  }

  public byte[] getBytes(String name) {
    return payload(name, SectionType.BYTES).clone();
  }

  public int[] getInts(String name) {
    ByteBuffer in = buffer(name, SectionType.INTS);
    int[] values = new int[in.remaining() / Integer.BYTES];
    in.asIntBuffer().get(values);
    return values;
  }

  public long[] getLongs(String name) {
    ByteBuffer in = buffer(name, SectionType.LONGS);
    long[] values = new long[in.remaining() / Long.BYTES];
    in.asLongBuffer().get(values);
    return values;
  }

  public float[] getFloats(String name) {
    ByteBuffer in = buffer(name, SectionType.FLOATS);
    float[] values = new float[in.remaining() / Float.BYTES];
    in.asFloatBuffer().get(values);
    return values;
  }

  public double[] getDoubles(String name) {
    ByteBuffer in = buffer(name, SectionType.DOUBLES);
    double[] values = new double[in.remaining() / Double.BYTES];
    in.asDoubleBuffer().get(values);
    return values;
  }

  private ByteBuffer single(String name, SectionType type) {
    ByteBuffer in = buffer(name, type);
    int count = in.remaining() / type.elementBytes();
    if (count != 1) {
      throw corrupt(name, "one value is expected, but it holds " + count, null);
    }
    return in;
  }

  private ByteBuffer buffer(String name, SectionType type) {
    return ByteBuffer.wrap(payload(name, type)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private byte[] payload(String name, SectionType type) {
    Section section = sections.get(name);
    if (section == null) {
      throw corrupt(name, "it is expected here, but the file holds only " + sections.keySet(), null);
    }
    if (section.type != type) {
      throw corrupt(name, type + " are expected, but it holds " + section.type, null);
    }
    return section.payload;
  }

  private EspalierFileException corrupt(String name, String finding, Throwable cause) {
    return new EspalierFileException(Reason.CORRUPT, source, "section '" + name + "': " + finding,
        "save the file again with this version, or restore it from a good copy", cause);
  }
}
