package dev.espalier.runtime.mask;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Columns of a sparse matrix combined into fewer, denser ones (Kung, McDanel, Zhang: "Packing sparse convolutional
 * neural networks for efficient systolic array implementations: Column combining under joint optimization", 2019,
 * section 3).
 *
 * <p>Up to a number of columns are combined into one. Where several of them hold a weight in the same row, all but one
 * are in conflict; together the conflicts of a combined column may be so many a row on average. Columns are taken
 * densest first, and each joins the combined column that becomes the densest by it, or starts one. Columns without
 * weights need no place. A pattern without conflicts packs into a matrix with the column of each weight beside it.
 */
public final class ColumnPacking {

  private static final int NONE = -1;

  private final BitSet kept;
  private final int rows;
  private final int columns;
  private final List<int[]> groups;

  private ColumnPacking(BitSet kept, int rows, int columns, List<int[]> groups) {
    this.kept = kept;
    this.rows = rows;
    this.columns = columns;
    this.groups = groups;
  }

  /**
   * Combines the columns of a mask without any conflict.
   *
   * @param maxColumns combined into one, at least 1
   */
  public static ColumnPacking of(Mask mask, int rows, int columns, int maxColumns) {
    return of(mask.elementBits(), rows, columns, maxColumns, 0);
  }

  /**
   * Combines the columns of a matrix.
   *
   * @param kept the weights that are there, row-major
   * @param maxColumns combined into one, at least 1
   * @param conflicts allowed in a combined column on average a row, at least 0
   * @throws IllegalArgumentException when a number is out of its range
   */
  public static ColumnPacking of(BitSet kept, int rows, int columns, int maxColumns, double conflicts) {
    if (rows < 1 || columns < 1 || maxColumns < 1 || !(conflicts >= 0) || kept.length() > (long) rows * columns) {
      throw new IllegalArgumentException("Columns are combined of a matrix of 1 or more rows and columns, up to 1 or"
          + " more at a time and with 0 or more conflicts a row, but a mask up to " + kept.length() + " of " + rows
          + " x "
          + columns + ", " + maxColumns + " columns and " + conflicts + " conflicts were given.");
    }
    long[][] bits = columnBits(kept, rows, columns);
    int[] counts = new int[columns];
    Arrays.setAll(counts, column -> count(bits[column]));
    List<Integer> densestFirst = IntStream.range(0, columns).boxed().filter(column -> counts[column] > 0)
        .sorted(Comparator.comparingInt(column -> -counts[column])).toList();
    long allowed = (long) Math.floor(Math.min(conflicts, columns) * rows + 1e-9);
    List<Combined> combined = new ArrayList<>();
    for (int column : densestFirst) {
      Combined best = null;
      int bestRows = NONE;
      for (Combined candidate : combined) {
        if (candidate.members.size() < maxColumns) {
          int union = candidate.union(bits[column]);
          if (candidate.weights + counts[column] - union <= allowed && union > bestRows) {
            best = candidate;
            bestRows = union;
          }
        }
      }
      if (best == null) {
        best = new Combined(bits[column].length);
        combined.add(best);
      }
      best.add(column, bits[column], counts[column]);
    }
    List<int[]> groups =
        combined.stream().map(c -> c.members.stream().mapToInt(Integer::intValue).sorted().toArray()).toList();
    return new ColumnPacking((BitSet) kept.clone(), rows, columns, groups);
  }

  /** Number of combined columns. */
  public int packedColumns() {
    return groups.size();
  }

  /** The columns that are combined into one, ascending; a copy. */
  public int[] group(int packedColumn) {
    return groups.get(packedColumn).clone();
  }

  /** Weights that share row and combined column with another that stays. */
  public int conflicts() {
    int stay = 0;
    for (int[] group : groups) {
      for (int row = 0; row < rows; row++) {
        stay += first(group, row) == NONE ? 0 : 1;
      }
    }
    return kept.cardinality() - stay;
  }

  /** The weights that go so that no conflict is left: in each row of a combined column all but the highest score. */
  public BitSet losers(float[] scores) {
    BitSet losers = new BitSet(rows * columns);
    for (int[] group : groups) {
      for (int row = 0; row < rows; row++) {
        int best = NONE;
        for (int column : group) {
          int element = row * columns + column;
          if (!kept.get(element)) {
            continue;
          }
          if (best == NONE) {
            best = element;
          } else if (scores[element] > scores[best]) {
            losers.set(best);
            best = element;
          } else {
            losers.set(element);
          }
        }
      }
    }
    return losers;
  }

  /** Share of the matrix's places that hold a weight. */
  public double utilisationBefore() {
    return (double) kept.cardinality() / ((long) rows * columns);
  }

  /** Share of the packed matrix's places that hold a weight, of those in conflict one. */
  public double utilisationAfter() {
    return groups.isEmpty()
        ? 0
        : (double) (kept.cardinality() - conflicts()) / ((long) rows * groups.size());
  }

  /**
   * The packed matrix, row-major, {@code rows x packedColumns()}; 0 where no weight is.
   *
   * @param values of the matrix, row-major
   * @throws IllegalStateException when weights are in conflict
   */
  public float[] pack(float[] values) {
    int[] sources = sources();
    float[] packed = new float[sources.length];
    for (int i = 0; i < packed.length; i++) {
      packed[i] = sources[i] == NONE ? 0 : values[i / groups.size() * columns + sources[i]];
    }
    return packed;
  }

  /**
   * The column that each place of the packed matrix has its weight from, row-major; -1 where no weight is.
   *
   * @throws IllegalStateException when weights are in conflict
   */
  public int[] sources() {
    int conflicts = conflicts();
    if (conflicts > 0) {
      throw new IllegalStateException(conflicts + " weights are in conflict and have no place in the packed matrix.\n"
          + "  Fix: prune losers(scores) first, or combine without conflicts.");
    }
    int[] sources = new int[Math.multiplyExact(rows, groups.size())];
    for (int row = 0; row < rows; row++) {
      for (int g = 0; g < groups.size(); g++) {
        sources[row * groups.size() + g] = first(groups.get(g), row);
      }
    }
    return sources;
  }

  private int first(int[] group, int row) {
    for (int column : group) {
      if (kept.get(row * columns + column)) {
        return column;
      }
    }
    return NONE;
  }

  private static long[][] columnBits(BitSet kept, int rows, int columns) {
    long[][] bits = new long[columns][(rows + Long.SIZE - 1) / Long.SIZE];
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      int row = i / columns;
      bits[i % columns][row >> 6] |= 1L << row;
    }
    return bits;
  }

  private static int count(long[] words) {
    int count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    return count;
  }

  /** A combined column in the making. */
  private static final class Combined {
    private final List<Integer> members = new ArrayList<>();
    private final long[] rows;
    private int weights;

    Combined(int words) {
      rows = new long[words];
    }

    /** Rows that would hold a weight with another column. */
    int union(long[] column) {
      int count = 0;
      for (int w = 0; w < rows.length; w++) {
        count += Long.bitCount(rows[w] | column[w]);
      }
      return count;
    }

    void add(int column, long[] bits, int count) {
      members.add(column);
      weights += count;
      for (int w = 0; w < rows.length; w++) {
        rows[w] |= bits[w];
      }
    }
  }
}
