package dev.espalier.codegen.layer;

import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Var;
import java.util.ArrayList;
import java.util.List;

/**
 * A dimension that a nest runs over. One of a single element makes no loop and stands in no index, so that a 1 x 1
 * convolution's nest looks like what it is.
 *
 * @param count how many elements, at least 1
 * @param left where some of them may be gone, which are left; else null
 * @param counted where a call runs over the first of them alone, how many: a COUNT buffer; else null
 */
record Axis(Var var, int count, Left left, Buffer counted) {

  /**
   * Elements that are left.
   *
   * @param pointers 0 and how many there are
   * @param elements which, ascending
   */
  record Left(Buffer pointers, Buffer elements) {}

  static Axis of(String name, int count) {
    return new Axis(new Var(name), count, null, null);
  }

  /** The same axis over those elements that are left; all where that is null. */
  Axis over(Left elements) {
    return new Axis(var, count, elements, counted);
  }

  /** The same axis up to a count; whole where that is null. */
  Axis upTo(Buffer newCounted) {
    return new Axis(var, count, left, newCounted);
  }

  boolean isLoop() {
    return count > 1 || left != null;
  }

  /** {@code stride * var}. */
  Affine times(int stride) {
    return isLoop() ? Affine.of(var).times(stride) : Affine.of(0);
  }

  /** The index along this axis. */
  Affine index() {
    return times(1);
  }

  /** Loops over the axes, outermost first, around the body. */
  static List<Stmt> nest(List<Axis> axes, List<Stmt> body) {
    List<Stmt> inner = body;
    for (Axis axis : axes.reversed()) {
      if (axis.left() != null) {
        Var place = new Var(axis.var().name() + "Place");
        List<Stmt> element = new ArrayList<>(List.of(Stmt.index(axis.var(), axis.left().elements(), Affine.of(place))));
        element.addAll(inner);
        inner = List.of(Stmt.loop(place, axis.left().pointers(), Affine.of(0), element.toArray(Stmt[]::new)));
      } else if (axis.isLoop() && axis.counted() != null) {
        inner = List.of(Stmt.loop(axis.var(), axis.counted(), axis.count(), inner.toArray(Stmt[]::new)));
      } else if (axis.isLoop()) {
        inner = List.of(Stmt.loop(axis.var(), axis.count(), inner.toArray(Stmt[]::new)));
      }
    }
    return inner;
  }
}
