package dev.espalier.runtime.execution;

import java.util.BitSet;

/** Compressed sparse columns: what an input of zero would be multiplied by is never read. */
final class KeptColumns {
  private final int rows;
  private final int[] pointers;
  private final int[] targets;
  private final float[] values;

  private KeptColumns(int rows, int[] pointers, int[] targets, float[] values) {
    this.rows = rows;
    this.pointers = pointers;
    this.targets = targets;
    this.values = values;
  }

  static KeptColumns of(int rows, int columns, float[] weights, BitSet kept) {
    int[] pointers = new int[columns + 1];
    kept.stream().forEach(at -> pointers[at % columns + 1]++);
    for (int column = 0; column < columns; column++) {
      pointers[column + 1] += pointers[column];
    }
    int[] next = pointers.clone();
    int[] targets = new int[pointers[columns]];
    float[] values = new float[pointers[columns]];
    for (int at = kept.nextSetBit(0); at >= 0; at = kept.nextSetBit(at + 1)) {
      int place = next[at % columns]++;
      targets[place] = at / columns;
      values[place] = weights[at];
    }
    return new KeptColumns(rows, pointers, targets, values);
  }

  void multiply(float[] slab, int x, int y, float[] bias) {
    SingleForm.start(slab, y, rows, bias);
    int[] to = targets;
    float[] w = values;
    for (int i = 0; i < pointers.length - 1; i++) {
      float value = slab[x + i];
      if (value != 0) {
        for (int k = pointers[i], end = pointers[i + 1]; k < end; k++) {
          slab[y + to[k]] += value * w[k];
        }
      }
    }
  }

  long bytes() {
    return (long) Integer.BYTES * (pointers.length + targets.length) + (long) Float.BYTES * values.length;
  }
}
