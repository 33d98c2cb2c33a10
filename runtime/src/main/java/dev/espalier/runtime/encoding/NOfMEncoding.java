package dev.espalier.runtime.encoding;

import dev.espalier.dsl.Encoding;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Of each M neighbours along the input axis the same number N is stored, each with its place among the M:
 * {@code kept * (n + ceil(log2 M))} bits where every M hold exactly N. No count and no pointer is needed.
 *
 * <p>Neighbours lie {@code stride} columns apart: 1 in a dense layer, the size of a kernel in a convolution, whose
 * input channels are neighbours at each kernel position. N is the largest number that this mask keeps of any M; where
 * fewer are kept, pruned ones are stored as the {@link PrunedPattern}. The last neighbours of a row may be fewer than
 * M.
 *
 * <p>Layout: N, M, stride, the {@link PrunedPattern}.
 */
final class NOfMEncoding extends PackedEncoding {
  private static final int N = 0;
  private static final int M = 1;
  private static final int STRIDE = 2;
  private static final int PATTERN = 3;

  private final int m;
  private final int stride;

  /**
   * To encode.
   *
   * @param m at least 1
   * @param stride at least 1
   */
  NOfMEncoding(int m, int stride) {
    this.m = m;
    this.stride = stride;
  }

  @Override
  public Encoding kind() {
    return Encoding.N_OF_M;
  }

  @Override
  int[] layout(float[] values, BitSet kept, int columns) {
    return new int[] {mostKept(kept, columns), m, stride, PrunedPattern.unusedBy(values, kept)};
  }

  @Override
  int stored(BitSet kept, int rows, int columns, int[] layout) {
    return Math.multiplyExact(rows, storedOfRow(columns, layout[N], layout[M], layout[STRIDE]));
  }

  @Override
  long payloadBits(int rows, int columns, int stored, int[] layout, int valueBits) {
    return (long) stored * (valueBits + Shapes.indexBits(layout[M]));
  }

  @Override
  public long bits(BitSet kept, int rows, int columns, int valueBits) {
    Shapes.checkMask(kept, rows, columns);
    Shapes.checkValueBits(valueBits);
    long stored = (long) rows * storedOfRow(columns, mostKept(kept, columns), m, stride);
    return stored * (valueBits + Shapes.indexBits(m));
  }

  @Override
  String flaw(int rows, int columns, int stored, int[] layout) {
    if (layout.length != 4) {
      return "needs 4 layout numbers, n, m, stride and the pattern of a filler, but has " + layout.length;
    }
    boolean strides = layout[STRIDE] >= 1 && columns % layout[STRIDE] == 0;
    if (layout[N] < 0 || layout[M] < 1 || layout[N] > layout[M] || !strides) {
      return "keeps n of m neighbours, a stride apart that divides the columns, but has n = " + layout[N] + ", m = "
          + layout[M] + " and a stride of " + layout[STRIDE] + " in " + columns + " columns";
    }
    long expected = (long) rows * storedOfRow(columns, layout[N], layout[M], layout[STRIDE]);
    return stored == expected
        ? null
        : "stores " + expected + " values of " + layout[N] + ":" + layout[M] + ", but its count is " + stored;
  }

  @Override
  void write(float[] values, BitSet kept, int rows, int columns, int[] layout, BitWriter out) {
    int width = Shapes.indexBits(m);
    Cells cells = new Cells(columns, m, stride);
    for (int row = 0; row < rows; row++) {
      for (int cell = 0; cell < cells.count(); cell++) {
        int first = row * columns + cells.first(cell);
        int size = cells.size(cell);
        int spare = Math.min(layout[N], size) - kept(kept, first, size);
        for (int k = 0; k < size; k++) {
          int position = first + k * stride;
          boolean isKept = kept.get(position);
          if (isKept || spare > 0) {
            out.write(k, width);
            out.write(isKept ? Float.floatToRawIntBits(values[position]) : layout[PATTERN], VALUE_BITS);
            spare -= isKept ? 0 : 1;
          }
        }
      }
    }
  }

  @Override
  void read(EncodedTensor tensor, BitReader in, float[] values, BitSet kept) {
    int width = Shapes.indexBits(tensor.layout(M));
    Cells cells = new Cells(tensor.columns(), tensor.layout(M), tensor.layout(STRIDE));
    for (int row = 0; row < tensor.rows(); row++) {
      for (int cell = 0; cell < cells.count(); cell++) {
        int first = row * tensor.columns() + cells.first(cell);
        int size = cells.size(cell);
        int last = -1;
        int stored = Math.min(tensor.layout(N), size);
        for (int s = 0; s < stored; s++) {
          int place = in.read(width);
          int pattern = in.read(VALUE_BITS);
          if (place <= last || place >= size) {
            throw tensor.corrupt("row " + row + ", neighbours " + cell,
                "places rise and are under " + size + ", but " + place + " follows " + last);
          }
          last = place;
          if (pattern != tensor.layout(PATTERN)) {
            int position = first + place * tensor.layout(STRIDE);
            values[position] = Float.intBitsToFloat(pattern);
            kept.set(position);
          } else if (place != s) {
            throw tensor.corrupt("row " + row + ", neighbours " + cell,
                "fillers take the first free places, but one stands at " + place);
          }
        }
      }
    }
  }

  private int mostKept(BitSet kept, int columns) {
    int[] counts = new int[Math.ceilDiv(columns / stride, m) * stride];
    int most = 0;
    int row = 0;
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      if (i / columns != row) {
        row = i / columns;
        Arrays.fill(counts, 0);
      }
      int column = i % columns;
      most = Math.max(most, ++counts[column / stride / m * stride + column % stride]);
    }
    return most;
  }

  private int kept(BitSet kept, int first, int size) {
    int count = 0;
    for (int k = 0; k < size; k++) {
      count += kept.get(first + k * stride) ? 1 : 0;
    }
    return count;
  }

  private static int storedOfRow(int columns, int n, int m, int stride) {
    int neighbours = columns / stride;
    return (neighbours / m * n + Math.min(n, neighbours % m)) * stride;
  }

  /** The neighbours of a row: M at a time along the input axis, and one kernel position after the other. */
  private record Cells(int columns, int m, int stride) {
    int count() {
      return Math.ceilDiv(columns / stride, m) * stride;
    }

    int first(int cell) {
      return cell / stride * m * stride + cell % stride;
    }

    int size(int cell) {
      return Math.min(m, columns / stride - cell / stride * m);
    }
  }
}
