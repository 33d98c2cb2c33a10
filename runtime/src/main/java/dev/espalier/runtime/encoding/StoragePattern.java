package dev.espalier.runtime.encoding;

import dev.espalier.dsl.Encoding;

/**
 * What is known beforehand of the masks that a matrix can have, which an encoding may use.
 *
 * @param tiles that are kept or pruned as one
 * @param m neighbours of which at most a fixed number is kept; 0 where nothing is known of them
 * @param stride columns from one neighbour to the next: the weights of one filter and input channel
 */
public record StoragePattern(Tiling tiles, int m, int stride) {

  /** Any mask. */
  public static StoragePattern any(int rows, int columns) {
    return new StoragePattern(Tiling.ofElements(rows, columns), 0, 1);
  }

  /** Masks of whole tiles. */
  public static StoragePattern of(Tiling tiles) {
    return new StoragePattern(tiles, 0, 1);
  }

  /** Whether an encoding stores such masks as what they are: N_OF_M asks for m, BSR for tiles of several elements. */
  public boolean fits(Encoding encoding) {
    return switch (encoding) {
      case N_OF_M -> m > 0;
      case BSR -> m == 0 && !tiles.isOfElements();
      case AUTO, DENSE, BITMAP, RUN_LENGTH, COO, CSR, CSC -> true;
    };
  }
}
