package dev.espalier.runtime.prune;

import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.LayerInfo;

/**
 * A layer to be pruned: its mask so far and the score of each of its groups.
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over once and never compared.
record Scored(LayerInfo layer, Mask mask, float[] scores) {

  long whole() {
    return ScopeAmounts.whole(layer, mask);
  }

  long gone() {
    return ScopeAmounts.gone(layer, mask);
  }
}
