package dev.espalier.runtime.prune;

import dev.espalier.dsl.Unit;
import dev.espalier.runtime.encoding.StorageEncodings;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.BitSet;

/**
 * How much of a layer there is, and how much of it is pruned, in a policy's unit: weights, groups, multiply-adds of one
 * sample, or bytes of the weights as they are stored.
 */
final class ScopeAmounts {

  private ScopeAmounts() {}

  /** Everything in a layer, nothing pruned; in bytes, stored dense. */
  static long whole(LayerInfo layer, Mask mask) {
    return switch (layer.policy().unit()) {
      case WEIGHTS -> mask.elements();
      case GROUPS -> mask.grouping().groups();
      case MACS -> layer.weights().macs();
      case BYTES -> (long) mask.elements() * Float.BYTES;
    };
  }

  /** What is pruned; in bytes it may be below 0, where the encoding is larger than dense storage. */
  static long gone(LayerInfo layer, Mask mask) {
    return switch (layer.policy().unit()) {
      case WEIGHTS -> mask.elements() - mask.keptElements();
      case GROUPS -> mask.grouping().groups() - mask.keptGroups();
      case MACS -> (long) (mask.elements() - mask.keptElements()) * layer.weights().positions();
      case BYTES -> whole(layer, mask) - bytes(layer, mask.elementBits());
    };
  }

  /** What a group counts, in a unit that adds up. */
  static long of(LayerInfo layer, Mask mask, int group) {
    Unit unit = layer.policy().unit();
    return unit == Unit.GROUPS
        ? 1
        : (long) mask.grouping().size(group) * (unit == Unit.MACS ? layer.weights().positions() : 1);
  }

  /** Bytes of a layer's weights in its policy's encoding. */
  static long bytes(LayerInfo layer, BitSet kept) {
    WeightGeometry weights = layer.weights();
    long bits = StorageEncodings.of(layer.policy().encoding(), layer.storagePattern())
        .bits(kept, weights.rows(), weights.columns(), Float.SIZE);
    return (bits + 7) / 8;
  }
}
