package dev.espalier.runtime.file;

/** The typed bytes of one section. A class, not a record: the array is shared within the package on purpose. */
final class Section {
  final SectionType type;
  final byte[] payload;

  Section(SectionType type, byte[] payload) {
    this.type = type;
    this.payload = payload;
  }
}
