package dev.espalier.runtime.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The array in an IDX file: its type, its extents and its bytes, checked against one another. */
final class IdxArray {

  /** The types of the format by their code. */
  enum Type {
    UNSIGNED_BYTE(0x08, 1),
    SIGNED_BYTE(0x09, 1),
    SHORT(0x0B, 2),
    INT(0x0C, 4),
    FLOAT(0x0D, 4),
    DOUBLE(0x0E, 8);

    private final int code;
    private final int bytes;

    Type(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }

    boolean isWhole() {
      return this != FLOAT && this != DOUBLE;
    }
  }

  private static final int MOST_DIMENSIONS = 4;

  private final Path file;
  private final Type type;
  private final int[] extents;
  private final byte[] bytes;

  private IdxArray(Path file, Type type, int[] extents, byte[] bytes) {
    this.file = file;
    this.type = type;
    this.extents = extents;
    this.bytes = bytes;
  }

  static IdxArray read(Path file) {
    try (InputStream in = DataFiles.open(file)) {
      return read(file, in);
    } catch (IOException cause) {
      throw DataFiles.unreadable(file, cause);
    }
  }

  private static IdxArray read(Path file, InputStream in) throws IOException {
    byte[] magic = header(file, in, 4, "a magic number of 4 bytes");
    Type type = type(magic[2]);
    int dimensions = magic[3];
    if (magic[0] != 0 || magic[1] != 0 || type == null || dimensions < 1 || dimensions > MOST_DIMENSIONS) {
      throw new DataException(file.toString(), String.format("an IDX file starts with 00 00, a type (08, 09, 0b, 0c, "
          + "0d or 0e) and 1 to 4 dimensions, and %02x %02x %02x %02x was found", magic[0], magic[1], magic[2],
          magic[3]), "give an IDX file such as MNIST's train-images-idx3-ubyte");
    }
    int[] extents = new int[dimensions];
    ByteBuffer header = ByteBuffer.wrap(header(file, in, 4 * dimensions, "extents of " + dimensions + " dimensions"));
    long values = 1;
    for (int i = 0; i < dimensions; i++) {
      extents[i] = header.getInt();
      if (extents[i] < 1) {
        throw new DataException(file.toString(), i == 0 && extents[i] == 0
            ? "a data set needs at least one record, and the header counts 0"
            : "extents must be at least 1, and the header says " + extents[i] + " for dimension " + i,
            "give a file with records");
      }
      values = Math.multiplyExact(Math.min(values, Integer.MAX_VALUE), (long) extents[i]);
    }
    long length = values * type.bytes;
    if (length > Integer.MAX_VALUE - 8) {
      throw new DataException(file.toString(), "one array of " + (Integer.MAX_VALUE - 8)
          + " bytes must hold the values, and the header says " + text(extents), "divide the file");
    }
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw new DataException(file.toString(), "the header's " + text(extents) + " values take " + length
          + " bytes, and the file ends after " + bytes.length, "fetch the file again: it is cut off");
    }
    long beyond = in.transferTo(OutputStream.nullOutputStream());
    if (beyond > 0) {
      throw new DataException(file.toString(), "the header's " + text(extents) + " values take " + length
          + " bytes, and " + beyond + " more follow", "fetch the file again: it does not belong to its header");
    }
    return new IdxArray(file, type, extents, bytes);
  }

  Path file() {
    return file;
  }

  Type type() {
    return type;
  }

  int count() {
    return extents[0];
  }

  int dimensions() {
    return extents.length;
  }

  /** The shape of a record: two extents are an image of one channel. */
  int[] recordShape() {
    return extents.length == 3
        ? new int[] {1, extents[1], extents[2]}
        : Arrays.copyOfRange(extents, 1, extents.length);
  }

  /** The bytes of unsigned values, given away. */
  byte[] bytes() {
    return bytes;
  }

  /** A value of a whole-numbered type. */
  int whole(int index) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return switch (type) {
      case UNSIGNED_BYTE -> bytes[index] & 0xFF;
      case SIGNED_BYTE -> bytes[index];
      case SHORT -> buffer.getShort(2 * index);
      case INT -> buffer.getInt(4 * index);
      case FLOAT, DOUBLE -> throw new IllegalStateException(type + " is not a whole number");
    };
  }

  /** All values as finite floats. */
  float[] floats() {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    float[] floats = new float[bytes.length / type.bytes];
    int features = floats.length / count();
    for (int i = 0; i < floats.length; i++) {
      floats[i] = switch (type) {
        case UNSIGNED_BYTE, SIGNED_BYTE, SHORT, INT -> whole(i);
        case FLOAT -> buffer.getFloat(4 * i);
        case DOUBLE -> (float) buffer.getDouble(8 * i);
      };
      if (!Float.isFinite(floats[i])) {
        throw new DataException(file + ", record " + i / features, "every value must be finite as a float, and "
            + (type == Type.DOUBLE ? buffer.getDouble(8 * i) : floats[i]) + " was found at feature " + i % features,
            "repair or remove the record");
      }
    }
    return floats;
  }

  static String text(int[] extents) {
    return Arrays.stream(extents).mapToObj(String::valueOf).collect(Collectors.joining(" x "));
  }

  private static byte[] header(Path file, InputStream in, int length, String what) throws IOException {
    byte[] header = in.readNBytes(length);
    if (header.length < length) {
      throw new DataException(file.toString(), "an IDX file has " + what + ", and the file ends within them",
          "fetch the file again: it is cut off");
    }
    return header;
  }

  private static Type type(byte code) {
    for (Type type : Type.values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }
}
