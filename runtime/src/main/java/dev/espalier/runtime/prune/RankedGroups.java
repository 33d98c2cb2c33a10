package dev.espalier.runtime.prune;

import dev.espalier.dsl.Unit;
import dev.espalier.runtime.mask.Grouping;
import dev.espalier.runtime.mask.Mask;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The groups of one layer or of several, ranked by score, and which of them go. The lowest score goes first and at
 * equal scores the lowest index, earlier layers before later ones. The best group of each layer is not ranked: it
 * always stays. Once groups are removed, the first keys are theirs and the next one is the lowest that stays.
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
    boolean equal = hasEqualSizes();
    if (!equal) {
      Arrays.sort(order);
    }
    while (removed < order.length) {
      long size = equal ? size(0) : size((int) order[removed]);
      if (gone + size - asked > asked - gone) {
        break;
      }
      gone += size;
      removed++;
    }
    if (equal) {
      Selection.smallestFirst(order, removed);
    }
  }

  /** Removes every ranked group that scores below the threshold. */
  void removeBelow(double threshold) {
    for (long key : order) {
      if (score((int) key) < threshold) {
        removed++;
      }
    }
    Selection.smallestFirst(order, removed);
  }

  /** The lowest score that stays. */
  double lowestKept() {
    double lowest = removed < order.length ? score((int) order[removed]) : Double.POSITIVE_INFINITY;
    for (Scored layer : layers) {
      lowest = Math.min(lowest, layer.scores()[best(layer.mask(), layer.scores())]);
    }
    return lowest;
  }

  /** For each layer the groups that go. */
  List<BitSet> removed() {
    List<BitSet> groups = layers.stream().map(layer -> new BitSet(layer.scores().length)).toList();
    for (int k = 0; k < removed; k++) {
      int index = (int) order[k];
      int layer = layerOf(index);
      groups.get(layer).set(index - offsets[layer]);
    }
    return groups;
  }

  /** Whether every group counts the same, so that it need not be known which ones go to know how many do. */
  private boolean hasEqualSizes() {
    if (unit == Unit.GROUPS) {
      return true;
    }
    long size = size(0);
    for (Scored layer : layers) {
      Grouping grouping = layer.mask().grouping();
      for (int g = 0; g < grouping.groups(); g++) {
        if (grouping.size(g) != size) {
          return false;
        }
      }
    }
    return true;
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
    int place = Arrays.binarySearch(offsets, index);
    return place >= 0 ? place : -place - 2;
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
