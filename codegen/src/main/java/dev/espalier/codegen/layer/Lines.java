package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.runtime.memory.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the values of one shape lie, for a nest that visits each once.
 *
 * @param axes one over all values where all layouts are contiguous, else channel, row and column; of a sequence its
 *     channels
 * @param stretch how many values side by side the lanes run over: of a sequence all tokens of a channel, else 1
 * @param at the line of the value, or of the first of its stretch, in each of the layouts
 */
record Lines(List<Axis> axes, int stretch, List<Affine> at) {

  /** Visits the values of a shape in the given layouts, which all hold that many values in the same order. */
  static Lines over(Shape shape, Layout... layouts) {
    return over(shape, null, layouts);
  }

  /** The same for those channels that are left. */
  static Lines over(Shape shape, Axis.Left left, Layout... layouts) {
    if (!shape.isSequence() || Stream.of(layouts).anyMatch(Layout::hasHalo)) {
      return singly(shape, left, layouts);
    }
    Axis channel = Axis.of("channel", shape.channels()).over(left);
    List<Affine> at = Stream.of(layouts).map(layout -> feature(layout, channel)).toList();
    return new Lines(List.of(channel), shape.width(), at);
  }

  /** Visits values one by one, whatever lies side by side. */
  static Lines singly(Shape shape, Layout... layouts) {
    return singly(shape, null, layouts);
  }

  private static Lines singly(Shape shape, Axis.Left left, Layout... layouts) {
    List<Affine> at = new ArrayList<>();
    boolean apart = !Stream.of(layouts).allMatch(Layout::isContiguous);
    if (left != null && !apart) {
      Axis channel = Axis.of("channel", shape.channels()).over(left);
      Axis value = Axis.of("value", shape.size() / shape.channels());
      for (int i = 0; i < layouts.length; i++) {
        at.add(channel.times(value.count()).plus(value.index()));
      }
      return new Lines(List.of(channel, value), 1, at);
    }
    if (!apart) {
      Axis value = Axis.of("value", shape.size());
      for (int i = 0; i < layouts.length; i++) {
        at.add(value.index());
      }
      return new Lines(List.of(value), 1, at);
    }
    Axis channel = Axis.of("channel", shape.channels()).over(left);
    Axis row = Axis.of("row", shape.height());
    Axis column = Axis.of("column", shape.width());
    for (Layout layout : layouts) {
      // A vector that holds a flattened image is that image without a halo.
      Layout image = !layout.isContiguous() ? layout : Layout.image(shape.channels(), shape.height(), shape.width());
      at.add(line(image, channel.index(), row.index(), column.index()));
    }
    return new Lines(List.of(channel, row, column), 1, at);
  }

  /** Runs a block for every value. */
  List<Stmt> nest(List<Stmt> block) {
    return Lowering.lanes(axes, stretch, block);
  }

  /** The first token of a feature of a sequence, whose tokens lie side by side. */
  static Affine feature(Layout layout, Axis feature) {
    return line(layout, feature.index(), Affine.of(0), Affine.of(0));
  }

  /** The line of a value relative to the first of its layout; row and column may reach into the halo. */
  static Affine line(Layout layout, Affine channel, Affine row, Affine column) {
    return channel
        .times(layout.planeLines())
        .plus(row.times(layout.rowLines()))
        .plus(column)
        .plus(layout.padHeight() * layout.rowLines() + layout.padWidth());
  }
}
