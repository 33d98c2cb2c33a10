package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Var;
import dev.espalier.codegen.kernel.lowered.Cost;

/**
 * The register tiles of the nests, by shape, cut to extents that are smaller and to divisors of extents where a near one
 * leaves no remainder.
 */
final class Tiles {
  /**
   * Rows under two vectors of a product: twelve accumulators hide the latency of the multiply-add on two ports, share each
   * load between 2 or 6 of them, and with their operands fit into 16 vector registers.
   */
  private static final int ROWS = 6;

  private static final int VECTORS = 2;
  private static final int LATENCY = 5;
  private static final int GRADIENT_ROWS = 2;
  private static final int GRADIENT_COLUMNS = 4;
  private static final int GRADIENT_PIXELS = 64;
  private static final int SCATTERED_PLANES = 4;
  /** A sparse row has one row of sums, so that more vectors share each loaded weight and index. */
  private static final int SPARSE_VECTORS = 10;
  private static final int SPARSE_COLUMNS = 4;

  /** Short loops over a row's taps gain where one iteration has enough to do: 8 sums beside weight and index. */
  private static final int SPARSE_STRETCH_VECTORS = 8;

  /** Nine taps under three vectors are 27 products. */
  private static final int PLANE_VECTORS = 3;

  /** Below so many lines a stretch of one sample is better cut into pairs of vectors. */
  private static final int SHORT_STRETCH = 48;

  private static final int COPIED_COLUMNS = 16;

  private Tiles() {}

  /** Rows of a result times vectors of lanes: each weight is used for all vectors, each vector for all rows. */
  static KernelSchedule rowsByLanes(Axis rows, Var lane) {
    return jam(KernelSchedule.tile(lane, VECTORS), rows, ROWS);
  }

  /**
   * The same under so many taps that stand one after the other: as many rows as take the least time, of those that a
   * method holds.
   */
  static KernelSchedule rowsUnderTaps(Axis rows, int taps, Var lane) {
    int tile = Math.min(ROWS, Cost.MAX_MULTIPLY_ADDS / (VECTORS * taps));
    for (int fewer = tile - 1; fewer > 0; fewer--) {
      if (cycles(rows.count(), fewer) < cycles(rows.count(), tile)) {
        tile = fewer;
      }
    }
    KernelSchedule schedule = KernelSchedule.tile(lane, VECTORS);
    return rows.isLoop() ? schedule.with(rows.var(), Math.min(rows.count(), tile)) : schedule;
  }

  /**
   * Of a tap under all rows, where a multiply-add takes one cycle and waits five for the sum, and the vectors that the rows
   * of a tile share another one.
   */
  private static int cycles(int rows, int tile) {
    int rest = rows % tile;
    return rows / tile * cycles(tile) + (rest == 0 ? 0 : cycles(rest));
  }

  private static int cycles(int tile) {
    return Math.max(tile * VECTORS, LATENCY) + 1;
  }

  /**
   * The same, all rows for two vectors of lanes before the next two: of a wide layer's input only those two are needed
   * in the first cache level at a time.
   */
  static KernelSchedule lanesOutermost(Axis rows, Var lane) {
    KernelSchedule schedule = rowsByLanes(rows, lane);
    return rows.isLoop() ? schedule.ordered(lane, rows.var()) : schedule;
  }

  /** Rows times columns of a weight gradient, each a reduction over the lanes; a window's five columns together. */
  static KernelSchedule rowsByColumns(Axis rows, Axis columns) {
    KernelSchedule schedule = jam(KernelSchedule.PLAIN, rows, GRADIENT_ROWS);
    boolean fives = columns.count() % 5 == 0 && columns.count() % GRADIENT_COLUMNS != 0;
    return jam(schedule, columns, fives ? 5 : GRADIENT_COLUMNS);
  }

  /** Planes of an input gradient times vectors of lanes; each sum is loaded, added to and stored at every tap. */
  static KernelSchedule scattered(Axis planes, Var lane) {
    return jam(KernelSchedule.tile(lane, VECTORS), planes, SCATTERED_PLANES);
  }

  /** Rows alone, such as sums over all lanes of a line. */
  static KernelSchedule rows(Axis rows) {
    return jam(KernelSchedule.PLAIN, rows, ROWS);
  }

  /**
   * Rows of an image whose products a weight gradient sums in one go: a divisor of all rows, up to 64 pixels, which on
   * 16 lanes are 4 KB of a plane.
   */
  static int gradientRows(Shape image) {
    int most = Math.max(1, GRADIENT_PIXELS / image.width());
    for (int rows = Math.min(most, image.height()); rows > 1; rows--) {
      if (image.height() % rows == 0) {
        return rows;
      }
    }
    return 1;
  }

  /** Vectors of lanes under one row of kept weights. */
  static KernelSchedule sparseRow(Var lane) {
    return KernelSchedule.tile(lane, SPARSE_VECTORS);
  }

  /** The same, all rows for these vectors before the next ones: one call of a tile's method for all rows. */
  static KernelSchedule sparseRows(Axis rows, Var lane) {
    KernelSchedule schedule = sparseRow(lane);
    return rows.isLoop() ? schedule.ordered(lane, rows.var()) : schedule;
  }

  /** The same where neighbouring pixels are lanes too, so that there are always vectors enough. */
  static KernelSchedule sparseStretch(Var lane) {
    return KernelSchedule.tile(lane, SPARSE_STRETCH_VECTORS);
  }

  /** The same where columns are no lanes, but share weights and taps. */
  static KernelSchedule sparseColumns(Var lane, Axis column) {
    return jam(KernelSchedule.tile(lane, VECTORS), column, SPARSE_COLUMNS);
  }

  /** Vectors of lanes under the rows of a tile whose weights are packed. */
  static KernelSchedule denseTile(int rows, Var lane) {
    return KernelSchedule.tile(lane, Math.max(VECTORS, Math.min(4, 10 / rows)));
  }

  /**
   * Vectors of lanes under the rows of a strip. With 12 sums and the lines that they share C2 spills, measured at half
   * the speed. Several entries at a time gain nothing where taps come as floats, and put the tile into a method of its
   * own.
   */
  static KernelSchedule strip(int rows, Var lane) {
    return KernelSchedule.tile(lane, rows == 1 ? SPARSE_VECTORS : Math.max(1, Math.min(4, 10 / rows)));
  }

  /**
   * Vectors of lanes under the rows of a compacted strip: as many sums as a dense product has.
   *
   * @param single whether an entry is one weight a row, so that two are worth an iteration: under two vectors four rows
   *     have 16 products, and 8 more for the last of an odd number of entries, which a method holds
   */
  static KernelSchedule compact(int rows, boolean single, Var kept, Var lane) {
    int vectors = rows == 1 ? SPARSE_STRETCH_VECTORS : Math.max(VECTORS, Math.min(4, ROWS * VECTORS / rows));
    return single
        ? KernelSchedule.tile(lane, rows < 3 ? vectors : VECTORS).with(kept, 2)
        : KernelSchedule.tile(lane, vectors);
  }

  /**
   * Vectors of lanes under all taps of a plane's window. Loops over a few taps are taken apart: entering one costs more
   * than its products, HotSpot checking there what the loop will read.
   */
  static KernelSchedule plane(Axis tapRow, Axis tapColumn, int stretch, Var lane) {
    int most = stretch < SHORT_STRETCH ? VECTORS : PLANE_VECTORS;
    int taps = tapRow.count() * tapColumn.count();
    boolean all = taps <= Cost.MAX_MULTIPLY_ADDS;
    int vectors = Math.max(1, Math.min(most, Cost.MAX_MULTIPLY_ADDS / (all ? taps : tapColumn.count())));
    KernelSchedule schedule = jam(KernelSchedule.tile(lane, vectors), tapColumn, tapColumn.count());
    return all ? jam(schedule, tapRow, tapRow.count()) : schedule;
  }

  /** Columns of a row that are copied together. */
  static KernelSchedule copied(Axis column) {
    return jam(KernelSchedule.PLAIN, column, COPIED_COLUMNS);
  }

  private static KernelSchedule jam(KernelSchedule schedule, Axis axis, int most) {
    return axis.isLoop() ? schedule.with(axis.var(), factor(axis.count(), most)) : schedule;
  }

  /** The tile, or one less where only that leaves no remainder. */
  private static int factor(int count, int most) {
    for (int factor = Math.min(most, count); factor > Math.max(0, most - 2); factor--) {
      if (count % factor == 0) {
        return factor;
      }
    }
    return Math.min(most, count);
  }
}
