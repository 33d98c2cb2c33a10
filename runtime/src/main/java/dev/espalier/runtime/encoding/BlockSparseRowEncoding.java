package dev.espalier.runtime.encoding;

import dev.espalier.dsl.Encoding;
import java.util.BitSet;

/**
 * BSR: block row pointers, the block column of each kept block of r x c weights, and its values:
 * {@code kept blocks * (r * c * n + ceil(log2 block columns)) + (block rows + 1) * ceil(log2(kept blocks + 1))} bits.
 *
 * <p>A block is kept where one of its weights is. Pruned weights in it, and what a block at the edge has beyond the
 * matrix, are stored as the {@link PrunedPattern}.
 *
 * <p>Stored are whole blocks. Layout: r, c, the {@link PrunedPattern}.
 */
final class BlockSparseRowEncoding extends PackedEncoding {
  private static final int ROWS = 0;
  private static final int COLUMNS = 1;
  private static final int PATTERN = 2;

  private final int blockRows;
  private final int blockColumns;

  /** To encode in blocks of these extents, at least 1 each. */
  BlockSparseRowEncoding(int blockRows, int blockColumns) {
    this.blockRows = blockRows;
    this.blockColumns = blockColumns;
  }

  @Override
  public Encoding kind() {
    return Encoding.BSR;
  }

  @Override
  int[] layout(float[] values, BitSet kept, int columns) {
    Tiling tiles = tiles(values.length / columns, columns);
    return new int[] {tiles.tileRows(), tiles.tileColumns(), PrunedPattern.unusedBy(values, kept)};
  }

  @Override
  int stored(BitSet kept, int rows, int columns, int[] layout) {
    return keptBlocks(kept, tiles(rows, columns)).cardinality();
  }

  @Override
  long payloadBits(int rows, int columns, int stored, int[] layout, int valueBits) {
    return payloadBits(new Tiling(rows, columns, layout[ROWS], layout[COLUMNS]), stored, valueBits);
  }

  /** The formula, of a number of kept blocks. */
  static long payloadBits(Tiling tiles, long keptBlocks, int valueBits) {
    long block = (long) tiles.tileRows() * tiles.tileColumns() * valueBits;
    return keptBlocks * (block + Shapes.indexBits(tiles.across()))
        + (tiles.down() + 1L) * Shapes.indexBits(keptBlocks + 1);
  }

  @Override
  public long bits(BitSet kept, int rows, int columns, int valueBits) {
    Shapes.checkMask(kept, rows, columns);
    Shapes.checkValueBits(valueBits);
    Tiling tiles = tiles(rows, columns);
    return payloadBits(tiles, keptBlocks(kept, tiles).cardinality(), valueBits);
  }

  @Override
  String flaw(int rows, int columns, int stored, int[] layout) {
    if (layout.length != 3) {
      return "needs 3 layout numbers, rows and columns of a block and the pattern of a filler, but has "
          + layout.length;
    }
    if (layout[ROWS] < 1 || layout[COLUMNS] < 1 || layout[ROWS] > rows || layout[COLUMNS] > columns) {
      return "has blocks within the matrix, but these are " + layout[ROWS] + " x " + layout[COLUMNS];
    }
    int blocks = new Tiling(rows, columns, layout[ROWS], layout[COLUMNS]).tiles();
    return stored > blocks ? "stores up to " + blocks + " blocks, but its count is " + stored : null;
  }

  @Override
  void write(float[] values, BitSet kept, int rows, int columns, int[] layout, BitWriter out) {
    Tiling tiles = tiles(rows, columns);
    BitSet blocks = keptBlocks(kept, tiles);
    int pointerBits = Shapes.indexBits(blocks.cardinality() + 1L);
    int indexBits = Shapes.indexBits(tiles.across());
    int before = 0;
    for (int line = 0; line <= tiles.down(); line++) {
      out.write(before, pointerBits);
      before += line == tiles.down() ? 0 : count(blocks, line * tiles.across(), (line + 1) * tiles.across());
    }
    for (int b = blocks.nextSetBit(0); b >= 0; b = blocks.nextSetBit(b + 1)) {
      out.write(b % tiles.across(), indexBits);
    }
    for (int b = blocks.nextSetBit(0); b >= 0; b = blocks.nextSetBit(b + 1)) {
      for (int k = 0; k < tiles.tileRows() * tiles.tileColumns(); k++) {
        int position = position(tiles, b, k);
        boolean isKept = position >= 0 && kept.get(position);
        out.write(isKept ? Float.floatToRawIntBits(values[position]) : layout[PATTERN], VALUE_BITS);
      }
    }
  }

  @Override
  void read(EncodedTensor tensor, BitReader in, float[] values, BitSet kept) {
    Tiling tiles = new Tiling(tensor.rows(), tensor.columns(), tensor.layout(ROWS), tensor.layout(COLUMNS));
    int[] blocks = readBlocks(tensor, in, tiles);
    for (int block : blocks) {
      for (int k = 0; k < tiles.tileRows() * tiles.tileColumns(); k++) {
        int pattern = in.read(VALUE_BITS);
        int position = position(tiles, block, k);
        if (pattern == tensor.layout(PATTERN)) {
          continue;
        }
        if (position < 0) {
          throw tensor.corrupt("block " + block, "what lies beyond the matrix is filler, but value " + k + " is not");
        }
        values[position] = Float.intBitsToFloat(pattern);
        kept.set(position);
      }
    }
  }

  private static int[] readBlocks(EncodedTensor tensor, BitReader in, Tiling tiles) {
    int[] pointers = new int[tiles.down() + 1];
    int pointerBits = Shapes.indexBits(tensor.stored() + 1L);
    for (int line = 0; line < pointers.length; line++) {
      pointers[line] = in.read(pointerBits);
      int least = line == 0 ? 0 : pointers[line - 1];
      int most = line == 0 ? 0 : line == tiles.down() ? tensor.stored() : Integer.MAX_VALUE;
      if (pointers[line] < least || pointers[line] > most || (line == tiles.down() && pointers[line] != most)) {
        throw tensor.corrupt("block row pointer " + line, "pointers rise from 0 to the number of stored blocks, "
            + tensor.stored() + ", but this one is " + pointers[line]);
      }
    }
    int[] blocks = new int[tensor.stored()];
    int indexBits = Shapes.indexBits(tiles.across());
    for (int line = 0; line < tiles.down(); line++) {
      int last = -1;
      for (int k = pointers[line]; k < pointers[line + 1]; k++) {
        int column = in.read(indexBits);
        if (column <= last || column >= tiles.across()) {
          throw tensor.corrupt("block " + k + " in block row " + line,
              "block columns rise and are under " + tiles.across() + ", but " + column + " follows " + last);
        }
        last = column;
        blocks[k] = line * tiles.across() + column;
      }
    }
    return blocks;
  }

  /** The blocks, no larger than the matrix. */
  private Tiling tiles(int rows, int columns) {
    return new Tiling(rows, columns, Math.min(blockRows, rows), Math.min(blockColumns, columns));
  }

  private static BitSet keptBlocks(BitSet kept, Tiling tiles) {
    BitSet blocks = new BitSet(tiles.tiles());
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      blocks.set(tiles.tile(i));
    }
    return blocks;
  }

  /** The row-major index of the k-th place of a block, or -1 where it lies beyond the matrix. */
  private static int position(Tiling tiles, int block, int k) {
    int row = block / tiles.across() * tiles.tileRows() + k / tiles.tileColumns();
    int column = block % tiles.across() * tiles.tileColumns() + k % tiles.tileColumns();
    return row < tiles.rows() && column < tiles.columns() ? row * tiles.columns() + column : -1;
  }

  private static int count(BitSet bits, int from, int to) {
    int count = 0;
    for (int b = bits.nextSetBit(from); b >= 0 && b < to; b = bits.nextSetBit(b + 1)) {
      count++;
    }
    return count;
  }
}
