package dev.espalier.runtime.file;

/** What a section's payload is; the code is part of the format and never changes. */
enum SectionType {
  BYTES(1, 1),
  STRING(2, 1),
  INTS(3, Integer.BYTES),
  LONGS(4, Long.BYTES),
  FLOATS(5, Float.BYTES),
  DOUBLES(6, Double.BYTES);

  private final int code;
  private final int elementBytes;

  SectionType(int code, int elementBytes) {
    this.code = code;
    this.elementBytes = elementBytes;
  }

  int code() {
    return code;
  }

  /** Bytes of one element; a payload is a whole number of them. */
  int elementBytes() {
    return elementBytes;
  }

  /** The type of that code, or null. */
  static SectionType ofCode(int code) {
    for (SectionType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }
}
