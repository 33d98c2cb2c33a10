package dev.espalier.codegen.pass;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Lays blocks of lines into a slab so that two blocks whose lives meet never overlap.
 *
 * <p>Greedy by size (Pisarchyk and Lee 2020, section 5.2): the largest block first, each into the smallest gap that
 * holds it between the blocks already laid whose lives meet its own, else behind them. The result depends on the blocks
 * and their order alone.
 */
final class LineAllocator {

  /** A block of lines with the first time at which it is written and the last at which it is read. */
  static final class Block {
    private final int lines;
    private int birth;
    private int death;
    private long line = -1;

    Block(int lines, int birth, int death) {
      this.lines = lines;
      this.birth = birth;
      this.death = death;
    }

    /** Lengthens its life. */
    void liveThrough(int otherBirth, int otherDeath) {
      birth = Math.min(birth, otherBirth);
      death = Math.max(death, otherDeath);
    }

    /** Its first line, once it is laid. */
    long line() {
      return line;
    }

    private long end() {
      return line + lines;
    }

    private boolean meets(Block other) {
      return birth <= other.death && other.birth <= death;
    }
  }

  private LineAllocator() {}

  /**
   * Gives every block its line.
   *
   * @return the lines of the slab
   */
  static long lay(List<Block> blocks) {
    List<Block> bySize = new ArrayList<>(blocks);
    bySize.sort(Comparator.<Block>comparingInt(b -> b.lines).reversed().thenComparingInt(b -> b.birth));
    List<Block> laid = new ArrayList<>();
    long total = 0;
    for (Block block : bySize) {
      block.line = bestFit(block, laid);
      laid.add(block);
      total = Math.max(total, block.end());
    }
    return total;
  }

  private static long bestFit(Block block, List<Block> laid) {
    List<Block> neighbours = new ArrayList<>(laid);
    neighbours.removeIf(b -> !b.meets(block));
    neighbours.sort(Comparator.comparingLong(Block::line));
    long best = -1;
    long smallest = Long.MAX_VALUE;
    long end = 0;
    for (Block neighbour : neighbours) {
      long gap = neighbour.line - end;
      if (gap >= block.lines && gap < smallest) {
        best = end;
        smallest = gap;
      }
      end = Math.max(end, neighbour.end());
    }
    return best >= 0 ? best : end;
  }
}
