package dev.espalier.codegen.layer;

import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Stmt;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The products of a convolution: over channels, or filters, and the taps of a window.
 *
 * <p>Where the taps are the innermost loop, it ends after a few iterations, and entering it costs as much as half of its
 * products. So the taps of a short row stand one after the other, and the innermost loop is over channels.
 */
final class TapProducts {

  private static final int MOST_APART = 3;

  /** Over fewer channels the tile of more rows is faster: the loop over them would be as short as that over taps. */
  private static final int LEAST_SUMMED = 8;

  private TapProducts() {}

  /** Whether the taps of a row are to stand one after the other. */
  static boolean apart(Axis summed, Axis tapColumn) {
    return summed.count() >= LEAST_SUMMED && tapColumn.count() > 1 && tapColumn.count() <= MOST_APART;
  }

  /**
   * The loops around the products.
   *
   * @param apart whether the taps of a row stand one after the other
   * @param summed what is summed over beside the taps
   * @param product of a tap, by its index along its row
   */
  static List<Stmt> nest(
      boolean apart, Axis summed, Axis tapRow, Axis tapColumn, Function<Affine, Stmt> product) {
    if (!apart) {
      return Axis.nest(List.of(summed, tapRow, tapColumn), List.of(product.apply(tapColumn.index())));
    }
    List<Stmt> row = IntStream.range(0, tapColumn.count()).mapToObj(s -> product.apply(Affine.of(s))).toList();
    return Axis.nest(List.of(tapRow, summed), row);
  }

  /** Rows of the result times vectors of lanes. */
  static KernelSchedule tile(boolean apart, Axis rows, Axis tapColumn) {
    return apart
        ? Tiles.rowsUnderTaps(rows, tapColumn.count(), Lowering.LANE)
        : Tiles.rowsByLanes(rows, Lowering.LANE);
  }
}
