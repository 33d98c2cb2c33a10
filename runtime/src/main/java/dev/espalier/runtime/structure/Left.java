package dev.espalier.runtime.structure;

import dev.espalier.runtime.model.WeightGeometry;
import java.util.BitSet;

/**
 * Which rows and input channels of a layer's weights are left in a network.
 *
 * @param rows null where all are
 * @param channels counted within a group of the convolution; null where all are
 */
public record Left(BitSet rows, BitSet channels) {

  /** Nothing is gone. */
  public static final Left ALL = new Left(null, null);

  /**
   * What a cascade leaves of a layer.
   *
   * @param kept weights that are left
   * @param rows rows that are still computed
   * @param input channels of the layer's input that are still computed
   * @param whole whether rows and channels go as a whole, so that a channel that nobody reads leaves the layer even
   * where
   *     the input still has it
   */
  public static Left of(WeightGeometry geometry, BitSet kept, BitSet rows, BitSet input, boolean whole) {
    int perGroup = geometry.channels() / geometry.groups();
    BitSet channels = new BitSet(perGroup);
    if (whole) {
      kept.stream().forEach(at -> channels.set(Channels.inGroup(geometry, at)));
    } else {
      input.stream().forEach(c -> channels.set(c % perGroup));
    }
    if (channels.isEmpty()) {
      channels.set(0);
    }
    return new Left(
        rows.cardinality() == geometry.rows() ? null : (BitSet) rows.clone(),
        channels.cardinality() == perGroup ? null : channels);
  }

  /** Whether rows or channels are gone. */
  public boolean isSmaller() {
    return rows != null || channels != null;
  }

  /** The rows that are left. */
  public BitSet rows(WeightGeometry geometry) {
    return rows == null ? all(geometry.rows()) : (BitSet) rows.clone();
  }

  /** How many rows are left. */
  public int rowCount(WeightGeometry geometry) {
    return rows == null ? geometry.rows() : rows.cardinality();
  }

  /** How many input channels of a group are left. */
  public int channelCount(WeightGeometry geometry) {
    return channels == null ? geometry.channels() / geometry.groups() : channels.cardinality();
  }

  /** Columns of the matrix that is left. */
  public int columnCount(WeightGeometry geometry) {
    return channelCount(geometry) * geometry.kernelHeight() * geometry.kernelWidth();
  }

  /** The row-major index of each weight of the rows and channels that are left. */
  public int[] places(WeightGeometry geometry) {
    int area = geometry.kernelHeight() * geometry.kernelWidth();
    BitSet present = rows(geometry);
    BitSet read = channels == null ? all(geometry.channels() / geometry.groups()) : channels;
    int[] places = new int[rowCount(geometry) * columnCount(geometry)];
    int next = 0;
    for (int row = present.nextSetBit(0); row >= 0; row = present.nextSetBit(row + 1)) {
      for (int channel = read.nextSetBit(0); channel >= 0; channel = read.nextSetBit(channel + 1)) {
        for (int tap = 0; tap < area; tap++) {
          places[next++] = row * geometry.columns() + channel * area + tap;
        }
      }
    }
    return places;
  }

  /** Which weights of the matrix that is left are kept. */
  public BitSet compacted(WeightGeometry geometry, BitSet kept) {
    if (!isSmaller()) {
      return kept;
    }
    int[] places = places(geometry);
    BitSet compacted = new BitSet(places.length);
    for (int i = 0; i < places.length; i++) {
      compacted.set(i, kept.get(places[i]));
    }
    return compacted;
  }

  /** Bits of the lists of what is left: one for each row or channel there was, whole bytes a list. */
  public long listBits(WeightGeometry geometry) {
    int perGroup = geometry.channels() / geometry.groups();
    return (rows == null ? 0 : Math.ceilDiv(geometry.rows(), Byte.SIZE) * (long) Byte.SIZE)
        + (channels == null ? 0 : Math.ceilDiv(perGroup, Byte.SIZE) * (long) Byte.SIZE);
  }

  private static BitSet all(int count) {
    BitSet all = new BitSet(count);
    all.set(0, count);
    return all;
  }
}
