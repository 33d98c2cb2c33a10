package dev.espalier.runtime.prune;

import dev.espalier.runtime.mask.Mask;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which groups of layers that are pruned together go.
 *
 * @param masks what is left, in the order of the layers
 */
record Removal(List<Scored> layers, List<Mask> masks) {

  /** From the groups that go, layer by layer. */
  static Removal of(List<Scored> layers, List<BitSet> removed) {
    List<Mask> masks = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Mask mask = layers.get(i).mask();
      masks.add(removed.get(i).isEmpty() ? mask : mask.without(removed.get(i)));
    }
    return new Removal(layers, List.copyOf(masks));
  }

  /** The share of all layers together that is pruned now, in their unit. */
  double reached() {
    long gone = 0;
    long whole = 0;
    for (int i = 0; i < masks.size(); i++) {
      gone += ScopeAmounts.gone(layers.get(i).layer(), masks.get(i));
      whole += layers.get(i).whole();
    }
    return (double) gone / whole;
  }

  /** The same of one layer. */
  double reached(int index) {
    return (double) ScopeAmounts.gone(layers.get(index).layer(), masks.get(index)) / layers.get(index).whole();
  }

  /** Groups that go from a layer. */
  int groups(int index) {
    return layers.get(index).mask().keptGroups() - masks.get(index).keptGroups();
  }

  /** The lowest score of a group that stays; infinite where none does. */
  double lowestKept() {
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < masks.size(); i++) {
      BitSet kept = masks.get(i).groupBits();
      float[] scores = layers.get(i).scores();
      for (int g = kept.nextSetBit(0); g >= 0; g = kept.nextSetBit(g + 1)) {
        lowest = Math.min(lowest, scores[g]);
      }
    }
    return lowest;
  }
}
