package dev.espalier.codegen.layer;

import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.KernelSchedule;

/**
 * The dimensions of one convolution, and the indices that they make.
 *
 * @param stretch output columns that lie side by side for the result as for every tap, so that they are lanes of one
 *     stretch: all of a row where the window moves column by column, and then the axis of columns has one element
 */
record Dims(Window window, Axis group, Axis filter, Axis channel, Axis tapRow, Axis tapColumn, Axis row,
    Axis column, int stretch) {

  /** The same with all rows in one stretch, what lies between them included. */
  Dims plane(int rowLines) {
    int lines = (row.count() - 1) * rowLines + stretch;
    Axis one = Axis.of(row.var().name(), 1);
    return new Dims(window, group, filter, channel, tapRow, tapColumn, one, column, lines);
  }

  /** The same with so many neighbouring columns in one stretch, those that the window strides over included. */
  Dims between(int columns) {
    return new Dims(window, group, filter, channel, tapRow, tapColumn, row, Axis.of(column.var().name(), 1), columns);
  }

  /** W[m,c,r,s]. */
  Affine weight() {
    return weight(tapRow.index(), tapColumn.index());
  }

  /** The weight of a tap. */
  Affine weight(Affine rowOfTap, Affine columnOfTap) {
    return filterIndex()
        .times(channel.count()).plus(channel.index())
        .times(tapRow.count()).plus(rowOfTap)
        .times(tapColumn.count()).plus(columnOfTap);
  }

  /** m, the filter over all groups. */
  Affine filterIndex() {
    return group.times(filter.count()).plus(filter.index());
  }

  /** c, the channel over all groups. */
  Affine channelIndex() {
    return group.times(channel.count()).plus(channel.index());
  }

  /** Where filters share their input, tiles run over filters; where each group has one filter, over groups. */
  Axis rows() {
    return filter.isLoop() ? filter : group;
  }

  /** What tiles of an input gradient run over: planes whose lines no two tiles share. */
  Axis planes() {
    return channel.isLoop() ? channel : group.isLoop() ? group : tapRow;
  }

  /** Whether each plane of the result comes from one plane of the input: a weight is used for one sum alone. */
  boolean isDepthwise() {
    return !filter.isLoop() && !channel.isLoop();
  }

  /** The tile of one row of kept weights, and of one plane. */
  KernelSchedule sparseTile() {
    if (stretch > 1) {
      return Tiles.sparseStretch(Lowering.LANE);
    }
    return column.isLoop() ? Tiles.sparseColumns(Lowering.LANE, column) : Tiles.sparseRow(Lowering.LANE);
  }

  /** What a weight gradient's tile runs over beside the rows. */
  Axis columns() {
    return tapColumn.isLoop() ? tapColumn : channel;
  }
}
