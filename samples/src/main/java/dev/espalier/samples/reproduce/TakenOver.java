package dev.espalier.samples.reproduce;

import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.prune.Pruner;
import java.util.List;

/** What a network starts with where another one stopped: its values, and what it lost. */
final class TakenOver {

  private TakenOver() {}

  /**
   * Takes over the values of every layer of the same name, and its mask where both have a policy. Masks of other groups
   * must be of whole groups here.
   */
  static <N extends PrunableNetwork> N from(PrunableNetwork trained, N net) {
    for (LayerParameters source : trained.layers()) {
      if (!source.all().isEmpty()) {
        layer(source, net.layer(source.info().name()));
      }
    }
    return net;
  }

  private static void layer(LayerParameters source, LayerParameters target) {
    List<Parameter> from = source.all();
    List<Parameter> to = target.all();
    for (int k = 0; k < from.size(); k++) {
      System.arraycopy(from.get(k).values(), 0, to.get(k).values(), 0, from.get(k).size());
    }
    if (source.info().pruned() && target.info().pruned()) {
      Mask lost = source.weight().mask();
      Mask own = target.weight().mask();
      Pruner.apply(target, own.grouping().equals(lost.grouping()) ? lost : Mask.of(own.grouping(), lost.elementBits()));
    }
  }
}
