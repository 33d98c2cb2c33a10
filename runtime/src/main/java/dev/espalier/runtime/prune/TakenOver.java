package dev.espalier.runtime.prune;

import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.model.PrunableNetwork;

/** What one network has learned, as another one's parameters. */
public final class TakenOver {

  private TakenOver() {}

  /** See {@link PrunableNetwork#takeFrom}; where it throws, nothing is taken. */
  public static void take(PrunableNetwork to, PrunableNetwork from) {
    if (!to.blueprint().hash().equals(from.blueprint().hash())) {
      throw new IllegalArgumentException(to.blueprint().name() + " (hash " + to.blueprint().hash() + ") cannot take over"
          + " what " + from.blueprint().name() + " (hash " + from.blueprint().hash() + ") has learned."
          + "\n  Fix: take over from a network of the same interface.");
    }
    for (int i = 0; i < to.layers().size(); i++) {
      requireSameGroups(to.layers().get(i), from.layers().get(i));
    }
    for (int i = 0; i < to.layers().size(); i++) {
      take(to.layers().get(i), from.layers().get(i));
    }
  }

  private static void requireSameGroups(LayerParameters to, LayerParameters from) {
    if (from.weight() == null) {
      return;
    }
    Mask mask = to.weight().mask();
    boolean prunes = from.weight().kept() != null;
    if (prunes && (mask == null || !mask.grouping().equals(from.weight().mask().grouping()))) {
      throw new IllegalArgumentException(to.info().name() + " has pruned groups in the network that is taken over, and "
          + (mask == null ? "no policy" : "a policy with other groups") + " in the one that takes over.\n  Fix: give "
          + to.info().name() + " a policy of the same granularity and shape, or take over before it is pruned.");
    }
    if (to.weight().kept() != null && !(prunes && from.weight().mask().isWithin(mask))) {
      throw new IllegalArgumentException(to.info().name() + " has pruned groups that the network that is taken over"
          + " keeps.\n  Fix: take over first, and prune then.");
    }
  }

  private static void take(LayerParameters to, LayerParameters from) {
    if (from.weight() != null) {
      if (from.weight().kept() != null) {
        Pruner.apply(to, from.weight().mask());
      }
      take(to.weight(), from.weight());
    }
    if (from.bias() != null) {
      take(to.bias(), from.bias());
    }
    if (from.normalization() != null) {
      take(to.normalization().scale(), from.normalization().scale());
      take(to.normalization().shift(), from.normalization().shift());
      copy(from.normalization().runningMean(), to.normalization().runningMean());
      copy(from.normalization().runningVariance(), to.normalization().runningVariance());
    }
    if (from.gates() != null && to.gates() != null) {
      take(to.gates().parameter(), from.gates().parameter());
    }
  }

  private static void take(Parameter to, Parameter from) {
    copy(from.values(), to.values());
    to.zeroPruned();
  }

  private static void copy(float[] from, float[] to) {
    System.arraycopy(from, 0, to, 0, to.length);
  }
}
