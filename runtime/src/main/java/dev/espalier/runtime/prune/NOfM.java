package dev.espalier.runtime.prune;

import dev.espalier.runtime.encoding.Tiling;
import dev.espalier.runtime.mask.TileGrouping;
import dev.espalier.runtime.policy.GroupShape;
import java.util.BitSet;

/**
 * N of each M neighbours along the input axis stay: of every M groups the lowest scores go, at equal scores the lowest
 * index. A group is one weight, or that of several rows in one column where rows share their pattern (Mishra et al.:
 * "Accelerating sparse deep neural networks", 2021). On the way to N every M keeps the same number too.
 */
final class NOfM {

  private NOfM() {}

  /** How many of every M stay at a sparsity: the nearest whole number, at least the policy's N. */
  static int kept(GroupShape shape, double sparsity) {
    return (int) Math.max(shape.n(), Math.round(shape.m() * (1 - sparsity)));
  }

  /** The groups that go. */
  static BitSet removed(Scored layer, double sparsity) {
    GroupShape shape = layer.layer().policy().shape();
    Tiling tiling = ((TileGrouping) layer.mask().grouping()).tiling();
    int stride = layer.layer().weights().matrix().kernel();
    int keep = kept(shape, sparsity);
    BitSet removed = new BitSet(layer.scores().length);
    int[] places = new int[shape.m()];
    for (int line = 0; line < tiling.down(); line++) {
      for (int block = 0; block < tiling.columns(); block += shape.m() * stride) {
        for (int tap = 0; tap < stride; tap++) {
          int first = line * tiling.across() + block + tap;
          removeLowest(layer, first, stride, keep, places, removed);
        }
      }
    }
    return removed;
  }

  /** Sorts the groups of one M that are left by insertion, and removes all but the last. */
  private static void removeLowest(Scored layer, int first, int stride, int keep, int[] places, BitSet removed) {
    int count = 0;
    for (int k = 0; k < places.length; k++) {
      int group = first + k * stride;
      if (!layer.mask().keepsGroup(group)) {
        continue;
      }
      int at = count++;
      while (at > 0 && layer.scores()[places[at - 1]] > layer.scores()[group]) {
        places[at] = places[at - 1];
        at--;
      }
      places[at] = group;
    }
    for (int k = 0; k < count - keep; k++) {
      removed.set(places[k]);
    }
  }
}
