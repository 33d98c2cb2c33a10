package dev.espalier.bench.peer;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;

/** Native memory that begins on a cache line. */
final class Buffers {
  private static final int LINE_BYTES = 64;

  private Buffers() {}

  static FloatPointer zeros(int count) {
    FloatPointer all = new FloatPointer(count + (long) LINE_BYTES / Float.BYTES);
    long skip = -all.address() & (LINE_BYTES - 1);
    FloatPointer aligned = all.getPointer(skip / Float.BYTES);
    aligned.capacity(count).limit(count);
    aligned.put(new float[count]);
    return aligned;
  }

  static FloatPointer of(float[] values) {
    return zeros(values.length).put(values);
  }

  static IntPointer of(int[] values) {
    return new IntPointer(values);
  }

  static float[] read(FloatPointer pointer, int count) {
    float[] values = new float[count];
    pointer.get(values);
    return values;
  }

  static float[] transposed(float[] matrix, int rows, int columns) {
    float[] transposed = new float[matrix.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = matrix[row * columns + column];
      }
    }
    return transposed;
  }
}
