package dev.espalier.runtime.file;

import dev.espalier.runtime.file.EspalierFileException.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Reads a container front to back. The header, checksummed by itself, says how long the file is; every later size is
 * held against what is left of that before anything is allocated, and memory grows only with bytes that are really
 * there.
 */
final class ContainerParser {
  private static final String RESTORE = "restore the file from a good copy, or save it again";
  private static final int NO_LIMIT = -1;

  private final String source;
  private final InputStream in;
  private final CRC32C wholeFile = new CRC32C();
  private final CRC32C part = new CRC32C();
  private long position;
  private long fileBytes = NO_LIMIT;

  ContainerParser(String source, InputStream in) {
    this.source = source;
    this.in = new BufferedInputStream(in);
  }

  ContainerReader parse(String expectedKind, int expectedVersion) throws IOException {
    readMagic();
    checkVersion("layout", readInt("header"), Container.LAYOUT_VERSION);
    long announcedBytes = readLong("header");
    byte[] kindBytes = read(readByte("header"), "header");
    int version = readInt("header");
    int sectionCount = readInt("header");
    readChecksum("header");
    String kind = text(kindBytes, "header");
    if (!kind.equals(expectedKind)) {
      throw new EspalierFileException(Reason.WRONG_KIND, source,
          "a file of kind '" + expectedKind + "' is expected, but this is of kind '" + kind + "'",
          "give the path of the " + expectedKind + ", or load this file as what it is");
    }
    checkVersion(kind, version, expectedVersion);
    fileBytes = announcedBytes;
    Map<String, Section> sections = new LinkedHashMap<>();
    for (int i = 0; i < sectionCount; i++) {
      readSection(i, sections);
    }
    readEnd();
    return new ContainerReader(source, kind, version, sections);
  }

  private void readMagic() throws IOException {
    byte[] start = in.readNBytes(Container.MAGIC.length);
    if (!Arrays.equals(start, Arrays.copyOf(Container.MAGIC, start.length))) {
      throw new EspalierFileException(Reason.NOT_ESPALIER, source, "an Espalier file begins with \""
          + new String(Container.MAGIC, StandardCharsets.US_ASCII) + "\", but this begins with the bytes "
          + hex(start), "give the path of a file that Espalier saved");
    }
    if (start.length < Container.MAGIC.length) {
      position = start.length;
      throw truncated("header");
    }
    count(start);
  }

  private static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      text.append(text.isEmpty() ? "" : " ").append(String.format("%02x", b));
    }
    return text.toString();
  }

  private void checkVersion(String what, int found, int expected) {
    if (found != expected) {
      throw new EspalierFileException(Reason.UNSUPPORTED_VERSION, source, "this program reads version " + expected
          + " of the " + what + " format, but the file has version " + found,
          found > expected
              ? "read it with the newer Espalier that wrote it, or with a later one"
              : "read it with the Espalier that wrote it, and save the network anew with this one");
    }
  }

  private void readSection(int number, Map<String, Section> sections) throws IOException {
    String place = "section " + number;
    String name = text(read(readByte(place), place), place);
    place = "section '" + name + "'";
    SectionType type = SectionType.ofCode(readByte(place));
    long bytes = readLong(place);
    long left = fileBytes - position - 2L * Container.CHECKSUM_BYTES;
    if (bytes < 0 || bytes > left) {
      throw corrupt(place, "its payload fits into the " + left + " bytes that are left, but announces " + bytes);
    }
    if (bytes > Integer.MAX_VALUE - 8) {
      throw corrupt(place, "a payload has at most " + (Integer.MAX_VALUE - 8) + " bytes, but announces " + bytes);
    }
    byte[] payload = read((int) bytes, place);
    readChecksum(place);
    if (type == null || payload.length % type.elementBytes() != 0) {
      throw corrupt(place, "its type is unknown, or its " + payload.length + " bytes are no whole number of elements");
    }
    if (sections.put(name, new Section(type, payload)) != null) {
      throw corrupt(place, "names are unique, but this one comes twice");
    }
  }

  private void readEnd() throws IOException {
    int expected = (int) wholeFile.getValue();
    int found = readInt("final checksum");
    if (found != expected) {
      throw corrupt("final checksum", "the bytes of the file give " + Integer.toHexString(expected)
          + ", but it says " + Integer.toHexString(found));
    }
    if (position != fileBytes) {
      throw corrupt("end", "the header announces " + fileBytes + " bytes, but the sections take " + position);
    }
    if (in.read() != -1) {
      throw corrupt("end", "nothing follows byte " + fileBytes + ", but there is more");
    }
  }

  private void readChecksum(String place) throws IOException {
    int expected = (int) part.getValue();
    int found = readInt(place);
    if (found != expected) {
      throw corrupt(place, "its bytes give the checksum " + Integer.toHexString(expected) + ", but it says "
          + Integer.toHexString(found));
    }
    part.reset();
  }

  private int readByte(String place) throws IOException {
    return read(1, place)[0] & 0xFF;
  }

  private int readInt(String place) throws IOException {
    return ByteBuffer.wrap(read(Integer.BYTES, place)).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  private long readLong(String place) throws IOException {
    return ByteBuffer.wrap(read(Long.BYTES, place)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private byte[] read(int count, String place) throws IOException {
    if (fileBytes != NO_LIMIT && count > fileBytes - position) {
      throw corrupt(place, "the header announces " + fileBytes + " bytes, but this goes on beyond them");
    }
    // readNBytes allocates as it reads: a file that is shorter than it announces costs no more than its length.
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      position += bytes.length;
      throw truncated(place);
    }
    count(bytes);
    return bytes;
  }

  private void count(byte[] bytes) {
    position += bytes.length;
    wholeFile.update(bytes);
    part.update(bytes);
  }

  private String text(byte[] bytes, String place) {
    try {
      return Container.text(bytes);
    } catch (CharacterCodingException e) {
      throw corrupt(place, "its name is UTF-8, but this is not");
    }
  }

  private EspalierFileException truncated(String place) {
    return new EspalierFileException(Reason.TRUNCATED, source, "it ends after byte " + position
        + (fileBytes == NO_LIMIT ? "" : " of " + fileBytes) + ", within its " + place, RESTORE);
  }

  private EspalierFileException corrupt(String place, String finding) {
    return new EspalierFileException(Reason.CORRUPT, source, place + ": " + finding, RESTORE);
  }
}
