package dev.espalier.runtime.encoding;

import java.util.BitSet;

/**
 * What CSR and CSC share. A line is a row in CSR and a column in CSC: {@code lines + 1} pointers of
 * {@code ceil(log2(nnz + 1))} bits say how many values precede each line, then come the index of each value within its
 * line and the values themselves, line by line.
 */
abstract class CompressedSparseEncoding extends PackedEncoding {

  /** The number of lines. */
  abstract int lines(int rows, int columns);

  /** The number of weights in a line. */
  abstract int lineLength(int rows, int columns);

  /** The row-major position of the weight at {@code index} in {@code line}. */
  abstract int position(int line, int index, int columns);

  /** What a line is called in an error. */
  abstract String lineName();

  @Override
  long payloadBits(int rows, int columns, int stored, int[] layout, int valueBits) {
    return (long) stored * (valueBits + Shapes.indexBits(lineLength(rows, columns)))
        + (lines(rows, columns) + 1L) * Shapes.indexBits(stored + 1L);
  }

  @Override
  void write(float[] values, BitSet kept, int rows, int columns, int[] layout, BitWriter out) {
    CompressedSparse form = compress(values, kept, rows, columns);
    int pointerBits = Shapes.indexBits(form.count() + 1L);
    for (int line = 0; line <= form.lines(); line++) {
      out.write(form.pointer(line), pointerBits);
    }
    int indexBits = Shapes.indexBits(lineLength(rows, columns));
    for (int k = 0; k < form.count(); k++) {
      out.write(form.index(k), indexBits);
    }
    for (int k = 0; k < form.count(); k++) {
      out.write(Float.floatToRawIntBits(form.value(k)), VALUE_BITS);
    }
  }

  private CompressedSparse compress(float[] values, BitSet kept, int rows, int columns) {
    int count = kept.cardinality();
    float[] keptValues = new float[count];
    int[] indices = new int[count];
    int[] pointers = new int[lines(rows, columns) + 1];
    int k = 0;
    for (int line = 0; line < lines(rows, columns); line++) {
      for (int index = 0; index < lineLength(rows, columns); index++) {
        int position = position(line, index, columns);
        if (kept.get(position)) {
          keptValues[k] = values[position];
          indices[k] = index;
          k++;
        }
      }
      pointers[line + 1] = k;
    }
    return new CompressedSparse(keptValues, indices, pointers);
  }

  @Override
  void read(EncodedTensor tensor, BitReader in, float[] values, BitSet kept) {
    CompressedSparse form = parse(tensor, in);
    for (int line = 0; line < form.lines(); line++) {
      for (int k = form.pointer(line); k < form.pointer(line + 1); k++) {
        int position = position(line, form.index(k), tensor.columns());
        values[position] = form.value(k);
        kept.set(position);
      }
    }
  }

  /** Reads and checks pointers, indices and values. */
  CompressedSparse parse(EncodedTensor tensor, BitReader in) {
    int[] pointers = readPointers(tensor, in);
    int[] indices = readIndices(tensor, in, pointers);
    float[] values = new float[tensor.stored()];
    for (int k = 0; k < values.length; k++) {
      values[k] = Float.intBitsToFloat(in.read(VALUE_BITS));
    }
    return new CompressedSparse(values, indices, pointers);
  }

  private int[] readPointers(EncodedTensor tensor, BitReader in) {
    int[] pointers = new int[lines(tensor.rows(), tensor.columns()) + 1];
    int pointerBits = Shapes.indexBits(tensor.stored() + 1L);
    for (int line = 0; line < pointers.length; line++) {
      pointers[line] = in.read(pointerBits);
      String place = lineName() + " pointer " + line;
      if (line == 0 && pointers[line] != 0) {
        throw tensor.corrupt(place, "the first pointer is 0, but is " + pointers[line]);
      }
      if (line > 0 && pointers[line] < pointers[line - 1]) {
        throw tensor.corrupt(place, "pointers never fall, but " + pointers[line] + " follows " + pointers[line - 1]);
      }
    }
    int last = pointers.length - 1;
    if (pointers[last] != tensor.stored()) {
      throw tensor.corrupt(lineName() + " pointer " + last, "the last pointer is the number of stored values, "
          + tensor.stored() + ", but is " + pointers[last]);
    }
    return pointers;
  }

  private int[] readIndices(EncodedTensor tensor, BitReader in, int[] pointers) {
    int[] indices = new int[tensor.stored()];
    int lineLength = lineLength(tensor.rows(), tensor.columns());
    int indexBits = Shapes.indexBits(lineLength);
    for (int line = 0; line < pointers.length - 1; line++) {
      for (int k = pointers[line]; k < pointers[line + 1]; k++) {
        indices[k] = in.read(indexBits);
        if (indices[k] >= lineLength) {
          throw tensor.corrupt("index " + k + " in " + lineName() + " " + line,
              "an index is under " + lineLength + ", but is " + indices[k]);
        }
        if (k > pointers[line] && indices[k] <= indices[k - 1]) {
          throw tensor.corrupt("index " + k + " in " + lineName() + " " + line,
              "indices rise within a " + lineName() + ", but " + indices[k] + " follows " + indices[k - 1]);
        }
      }
    }
    return indices;
  }
}
