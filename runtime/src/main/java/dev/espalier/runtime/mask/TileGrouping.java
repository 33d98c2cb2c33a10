package dev.espalier.runtime.mask;

import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.encoding.Tiling;
import java.util.BitSet;

/**
 * Every tile of the weight matrix is a group: blocks, whole rows (neurons, filters), kernels, input channels (of a
 * convolution in channel groups, the filters of group k read the channels of group k alone), heads of attention, the
 * whole layer.
 */
public record TileGrouping(Granularity granularity, Tiling tiling) implements Grouping {

  @Override
  public int groups() {
    return tiling.tiles();
  }

  @Override
  public int elements() {
    return tiling.elements();
  }

  @Override
  public int group(int element) {
    return tiling.tile(element);
  }

  @Override
  public int size(int group) {
    return tiling.size(group);
  }

  @Override
  public boolean isEven() {
    return tiling.isEven();
  }

  /** Of a head the rows have biases, and a projection's have them whatever heads are left. */
  @Override
  public boolean coversBias() {
    return granularity == Granularity.HEAD
        ? tiling.tileColumns() == tiling.columns()
        : Grouping.super.coversBias();
  }

  @Override
  public Grouping ofBiases() {
    if (!coversBias()) {
      throw new IllegalStateException(granularity + " takes no bias with it; ask coversBias() first.");
    }
    return new TileGrouping(granularity, new Tiling(tiling.rows(), 1, tiling.tileRows(), 1));
  }

  @Override
  public float[] sum(float[] scores) {
    int across = tiling.across();
    double[] sums = new double[groups()];
    for (int row = 0; row < tiling.rows(); row++) {
      int first = row / tiling.tileRows() * across;
      int at = row * tiling.columns();
      int end = at + tiling.columns();
      for (int tile = first; at < end; tile++) {
        int next = Math.min(end, at + tiling.tileColumns());
        double sum = sums[tile];
        for (; at < next; at++) {
          sum += scores[at];
        }
        sums[tile] = sum;
      }
    }
    float[] rounded = new float[sums.length];
    for (int g = 0; g < sums.length; g++) {
      rounded[g] = (float) sums[g];
    }
    return rounded;
  }

  @Override
  public int[] members(BitSet groups, int count) {
    if (tiling.isOfElements()) {
      return ElementGrouping.setBits(groups, count);
    }
    int[] members = new int[count];
    int[] columns = new int[tiling.columns()];
    int across = tiling.across();
    int next = 0;
    for (int line = 0; line < tiling.down(); line++) {
      int wide = columnsOf(groups, line * across, across, columns);
      int lastRow = Math.min(tiling.rows(), (line + 1) * tiling.tileRows());
      for (int row = line * tiling.tileRows(); row < lastRow; row++) {
        int first = row * tiling.columns();
        for (int k = 0; k < wide; k++) {
          members[next + k] = first + columns[k];
        }
        next += wide;
      }
    }
    return members;
  }

  /** Writes the columns of the kept tiles of one row of tiles, and returns how many there are. */
  private int columnsOf(BitSet groups, int from, int across, int[] columns) {
    int count = 0;
    for (int g = groups.nextSetBit(from); g >= 0 && g < from + across; g = groups.nextSetBit(g + 1)) {
      int first = (g - from) * tiling.tileColumns();
      int end = Math.min(tiling.columns(), first + tiling.tileColumns());
      for (int column = first; column < end; column++) {
        columns[count++] = column;
      }
    }
    return count;
  }
}
