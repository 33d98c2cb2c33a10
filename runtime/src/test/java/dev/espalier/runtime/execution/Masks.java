package dev.espalier.runtime.execution;

import dev.espalier.runtime.random.Randomness;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** Masks that packing could stumble over. */
final class Masks {

  private Masks() {}

  /** By what is special about each. */
  static Map<String, BitSet> of(int rows, int columns) {
    int size = rows * columns;
    Map<String, BitSet> masks = new LinkedHashMap<>();
    BitSet all = new BitSet();
    all.set(0, size);
    masks.put("nothing pruned", all);
    masks.put("all pruned", new BitSet());
    BitSet one = new BitSet();
    one.set(size - 1);
    masks.put("all pruned but the last", one);
    BitSet fullRow = new BitSet();
    fullRow.set(rows / 2 * columns, (rows / 2 + 1) * columns);
    masks.put("one full row, the others empty", fullRow);
    BitSet column = new BitSet();
    for (int row = 0; row < rows; row++) {
      column.set(row * columns + columns / 2);
    }
    masks.put("a single column", column);
    for (double density : new double[] {0.05, 0.3, 0.8}) {
      Randomness random = Randomness.stream(3, "mask", 0);
      BitSet kept = new BitSet();
      for (int i = 0; i < size; i++) {
        kept.set(i, random.nextFloat(0, 1) < density);
      }
      kept.clear(0, columns);
      masks.put("random of density " + density + " with an empty first row", kept);
    }
    return masks;
  }

  /** Random where kept, +0 elsewhere. */
  static float[] weights(BitSet kept, int size) {
    Randomness random = Randomness.stream(5, "weights", 0);
    float[] weights = new float[size];
    kept.stream().forEach(at -> weights[at] = random.nextFloat(-1, 1));
    return weights;
  }
}
