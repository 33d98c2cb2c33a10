package dev.espalier.runtime.encoding;

import dev.espalier.dsl.Encoding;

/** A pattern that each encoding fits. */
final class Patterns {
  private Patterns() {}

  static StoragePattern fitting(Encoding kind) {
    return switch (kind) {
      case N_OF_M -> new StoragePattern(Tiling.ofElements(1, 1), 4, 1);
      case BSR -> StoragePattern.of(new Tiling(8, 8, 2, 3));
      case AUTO, DENSE, BITMAP, RUN_LENGTH, COO, CSR, CSC -> StoragePattern.any(1, 1);
    };
  }

  static StorageEncoding encoding(Encoding kind) {
    return StorageEncodings.of(kind, fitting(kind));
  }
}
