package dev.espalier.runtime.policy;

import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.encoding.StoragePattern;
import dev.espalier.runtime.encoding.Tiling;
import java.util.List;

/**
 * The numbers that a granularity takes, element by element of the annotation {@link dev.espalier.dsl.Prune}.
 *
 * @param block rows and columns of a VECTOR or BLOCK; empty where it has none
 * @param n weights kept of each m of N_OF_M, or 0
 * @param m neighbours of N_OF_M, or 0
 * @param sharedRows rows that keep the same n of m
 * @param columns columns combined into one at most, of COLUMN_COMBINED
 * @param conflicts that combining may cause, on average a row, of COLUMN_COMBINED
 */
public record GroupShape(List<Integer> block, int n, int m, int sharedRows, int columns, double conflicts) {

  /** The annotation's defaults. */
  public static final GroupShape DEFAULT = new GroupShape(List.of(), 0, 0, 1, 8, 0.5);

  /** Keeps its own copy. */
  public GroupShape {
    block = List.copyOf(block);
  }

  /** Blocks of this many rows and columns. */
  public static GroupShape ofBlock(int rows, int columns) {
    return new GroupShape(List.of(rows, columns), 0, 0, 1, 8, 0.5);
  }

  /** n kept of each m, the same ones in {@code sharedRows} rows. */
  public static GroupShape nOfM(int n, int m, int sharedRows) {
    return new GroupShape(List.of(), n, m, sharedRows, 8, 0.5);
  }

  /** Up to {@code columns} columns combined with so many conflicts a row. */
  public static GroupShape combined(int columns, double conflicts) {
    return new GroupShape(List.of(), 0, 0, 1, columns, conflicts);
  }

  /** Rows of a block, at least 1 also where there is none. */
  public int blockRows() {
    return block.isEmpty() ? 1 : Math.max(1, block.getFirst());
  }

  /** Columns of a block, at least 1 also where there is none. */
  public int blockColumns() {
    return block.isEmpty() ? 1 : Math.max(1, block.getLast());
  }

  /** The groups of weights at a granularity: tiles of the matrix, an edge's cut, no larger than the matrix. */
  public Tiling tiling(Granularity granularity, WeightMatrix matrix) {
    int rows = switch (granularity) {
      case ELEMENT, COLUMN_COMBINED, KERNEL, NEURON, FILTER -> 1;
      case VECTOR, BLOCK -> blockRows();
      case CHANNEL -> matrix.rows() / matrix.convolutionGroups();
      case N_OF_M -> Math.max(1, sharedRows);
      case HEAD -> matrix.headRows();
      case LAYER -> matrix.rows();
    };
    int columns = switch (granularity) {
      case ELEMENT, COLUMN_COMBINED, N_OF_M -> 1;
      case VECTOR, BLOCK -> blockColumns();
      case KERNEL, CHANNEL -> matrix.kernel();
      case HEAD -> matrix.headColumns();
      case NEURON, FILTER, LAYER -> matrix.columns();
    };
    return new Tiling(
        matrix.rows(), matrix.columns(), Math.min(rows, matrix.rows()), Math.min(columns, matrix.columns()));
  }

  /** What an encoding may rely on. */
  public StoragePattern pattern(Granularity granularity, WeightMatrix matrix) {
    Tiling tiling = tiling(granularity, matrix);
    return granularity == Granularity.N_OF_M && m > 0
        ? new StoragePattern(Tiling.ofElements(matrix.rows(), matrix.columns()), m, matrix.kernel())
        : StoragePattern.of(tiling);
  }
}
