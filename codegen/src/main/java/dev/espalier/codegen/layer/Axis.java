package dev.espalier.codegen.layer;

import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Var;
import java.util.List;

/**
 * A dimension that a nest runs over. One of a single element makes no loop and stands in no index, so that a 1 x 1
 * convolution's nest looks like what it is.
 *
 * @param count how many elements, at least 1
 */
record Axis(Var var, int count) {

  static Axis of(String name, int count) {
    return new Axis(new Var(name), count);
  }

  boolean isLoop() {
    return count > 1;
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
      if (axis.isLoop()) {
        inner = List.of(Stmt.loop(axis.var(), axis.count(), inner.toArray(Stmt[]::new)));
      }
    }
    return inner;
  }
}
