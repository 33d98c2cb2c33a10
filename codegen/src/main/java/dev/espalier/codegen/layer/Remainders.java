package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.runtime.memory.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * The input positions of a convolution that leave one remainder by the stride, along rows and along columns: all of
 * them lie under the same taps of the windows that cover them.
 *
 * @param column what a nest loops over; one element where the positions of a row are the lanes of one stretch
 * @param stretch neighbouring positions that are lanes together
 */
record Remainders(Along rows, Along columns, Axis column, int stretch) {

  /** All remainders, row by row; each at least one position. */
  static List<Remainders> of(Window w, Shape input) {
    List<Remainders> all = new ArrayList<>();
    for (int y = 0; y < Math.min(w.strideHeight(), input.height()); y++) {
      Along rows = Along.of("row", "tapRow", y, input.height(), w.height(), w.strideHeight(), w.padHeight());
      for (int x = 0; x < Math.min(w.strideWidth(), input.width()); x++) {
        Along columns = Along.of("column", "tapColumn", x, input.width(), w.width(), w.strideWidth(), w.padWidth());
        boolean neighbours = w.strideWidth() == 1;
        all.add(new Remainders(
            rows, columns, neighbours ? Axis.of("column", 1) : columns.positions(),
            neighbours ? columns.positions().count() : 1));
      }
    }
    return all;
  }

  /** Taps that a position lies under, those of windows that would begin outside included; may be none. */
  int taps() {
    return rows.taps().count() * columns.taps().count();
  }

  /** What a nest loops over to visit all positions. */
  List<Axis> positions() {
    return List.of(rows.positions(), column);
  }

  /** The line of a position. */
  Affine place(Layout input, Affine channel) {
    return Lines.line(
        input, channel, rows.positions().times(rows.stride()).plus(rows.remainder()),
        column.times(columns.stride()).plus(columns.remainder()));
  }

  /**
   * The line of the result whose window has a position under the row of taps at hand.
   *
   * @param tapColumn the index of the tap along its row
   */
  Affine result(Layout result, Affine filter, Affine tapColumn) {
    return Lines.line(
        result, filter, first(rows, rows.positions()).plus(rows.taps().index()), first(columns, column).plus(tapColumn));
  }

  /** The line of the result, in its first plane, whose window has a position under the last tap. */
  Affine first(Layout result) {
    return Lines.line(result, Affine.of(0), first(rows, rows.positions()), first(columns, column));
  }

  private static Affine first(Along along, Axis position) {
    return position.index().plus(along.shift() - (along.taps().count() - 1));
  }

  /**
   * Positions along one axis, {@code remainder + stride * i}. The taps that reach them are counted from the last one:
   * tap t is {@code last - stride * t} and belongs to the output position {@code i + shift - (taps - 1) + t}.
   */
  record Along(Axis positions, Axis taps, int remainder, int last, int shift, int stride) {

    static Along of(String position, String tap, int remainder, int extent, int window, int stride, int pad) {
      int first = (remainder + pad) % stride;
      int taps = first < window ? (window - first - 1) / stride + 1 : 0;
      return new Along(
          Axis.of(position, (extent - remainder - 1) / stride + 1), Axis.of(tap, taps), remainder,
          first + stride * (taps - 1), (remainder + pad - first) / stride, stride);
    }

    /** The tap in the window, by its index. */
    Affine tap(Affine index) {
      return index.times(-stride).plus(last);
    }
  }
}
