package dev.espalier.runtime.prune;

import dev.espalier.dsl.Unit;
import dev.espalier.runtime.mask.Mask;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The groups of one layer or of several, ranked by score, and which of them go. The lowest score goes first and at equal
 * scores the lowest index, earlier layers before later ones. The best group of each layer is not ranked: it always stays.
 */
final class RankedGroups {

  /** A layer's mask and the score of each of its groups. */
  @SuppressWarnings("ArrayRecordComponent") // Handed over once and never compared.
  record Scored(Mask mask, float[] scores) {}

  private final List<Scored> layers;
  private final int[] offsets;
  private final Unit unit;
  private final long[] order;
  private int removed;

  RankedGroups(List<Scored> layers, Unit unit) {
    this.layers = layers;
    this.unit = unit;
    this.offsets = new int[layers.size() + 1];
    for (int i = 0; i < layers.size(); i++) {
      offsets[i + 1] = Math.addExact(offsets[i], layers.get(i).scores().length);
    }
    long[] keys = new long[offsets[layers.size()]];
    int count = 0;
    for (int i = 0; i < layers.size(); i++) {
      Mask mask = layers.get(i).mask();
      float[] scores = layers.get(i).scores();
      int best = best(mask, scores);
      for (int g = 0; g < scores.length; g++) {
        if (g != best && mask.keepsGroup(g)) {
          keys[count++] = key(scores[g], offsets[i] + g);
        }
      }
    }
    this.order = Arrays.copyOf(keys, count);
    Arrays.sort(order);
  }

  /** Removes groups in their order until the removed ones come nearest to this share of all, in the unit. */
  void removeToSparsity(double sparsity) {
    long all = 0;
    long gone = 0;
    for (Scored layer : layers) {
      Mask mask = layer.mask();
      all += unit == Unit.WEIGHTS ? mask.elements() : mask.grouping().groups();
      gone += unit == Unit.WEIGHTS
          ? mask.elements() - mask.keptElements()
          : mask.grouping().groups() - mask.keptGroups();
    }
    long asked = Math.round(sparsity * all);
    while (removed < order.length) {
      long size = size((int) order[removed]);
      if (gone + size - asked > asked - gone) {
        return;
      }
      gone += size;
      removed++;
    }
  }

  /** Removes every ranked group that scores below the threshold. */
  void removeBelow(double threshold) {
    while (removed < order.length && score((int) order[removed]) < threshold) {
      removed++;
    }
  }

  /** The lowest score that stays. */
  double lowestKept() {
    double lowest = removed < order.length ? score((int) order[removed]) : Double.POSITIVE_INFINITY;
    for (Scored layer : layers) {
      lowest = Math.min(lowest, layer.scores()[best(layer.mask(), layer.scores())]);
    }
    return lowest;
  }

  /** The groups of a layer that go. */
  BitSet removed(int layer) {
    BitSet groups = new BitSet();
    for (int k = 0; k < removed; k++) {
      int index = (int) order[k];
      if (layerOf(index) == layer) {
        groups.set(index - offsets[layer]);
      }
    }
    return groups;
  }

  private static int best(Mask mask, float[] scores) {
    int best = -1;
    for (int g = 0; g < scores.length; g++) {
      if (mask.keepsGroup(g) && (best < 0 || scores[g] >= scores[best])) {
        best = g;
      }
    }
    return best;
  }

  /** Orders as the score does, and by index at equal scores; -0 equals +0. */
  private static long key(float score, int index) {
    int bits = Float.floatToIntBits(score + 0f);
    int ordered = bits ^ ((bits >> 31) & 0x7FFFFFFF);
    return ((long) ordered << 32) | index;
  }

  private int layerOf(int index) {
    int layer = 0;
    while (index >= offsets[layer + 1]) {
      layer++;
    }
    return layer;
  }

  private float score(int index) {
    int layer = layerOf(index);
    return layers.get(layer).scores()[index - offsets[layer]];
  }

  private long size(int index) {
    int layer = layerOf(index);
    return unit == Unit.WEIGHTS ? layers.get(layer).mask().grouping().size(index - offsets[layer]) : 1;
  }
}
