package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.runtime.memory.Layout;
import java.util.List;

/** The dimensions of a pooling layer's result. */
record Pooled(Axis channel, Axis row, Axis column) {

  static Pooled of(Shape shape) {
    return of(shape, null);
  }

  /** The same for those channels that are left. */
  static Pooled of(Shape shape, Axis.Left left) {
    return new Pooled(
        Axis.of("channel", shape.channels()).over(left), Axis.of("row", shape.height()),
        Axis.of("column", shape.width()));
  }

  List<Axis> axes() {
    return List.of(channel, row, column);
  }

  /** The line of a result. */
  Affine line(Layout layout) {
    return Lines.line(layout, channel.index(), row.index(), column.index());
  }
}
