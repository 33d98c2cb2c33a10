package dev.espalier.runtime.prune;

import dev.espalier.runtime.criterion.Criterion;
import dev.espalier.runtime.structure.TiedGroups;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** The scores of groups that are pruned as one: each has the sum over all of them, or that of the first. */
final class TiedScores {

  private TiedScores() {}

  /**
   * The same layers with the scores of all that is tied; a sum is taken in double, in the order of the layers.
   *
   * @param how that score comes about: layers that are ranked together share their criterion
   */
  static List<Scored> of(List<Scored> layers, TiedGroups tied, Criterion.OfGroup how) {
    Map<String, float[]> scores = new HashMap<>();
    layers.forEach(layer -> scores.put(layer.layer().name(), layer.scores()));
    List<Scored> all = new ArrayList<>();
    for (Scored layer : layers) {
      if (!tied.ties(layer.layer().name())) {
        all.add(layer);
        continue;
      }
      float[] own = new float[layer.scores().length];
      for (int g = 0; g < own.length; g++) {
        DoubleStream members = tied.of(layer.layer().name(), g).stream()
            .mapToDouble(member -> scores.get(member.layer())[member.index()]);
        own[g] = (float) switch (how) {
          case SUM -> members.reduce(0, Double::sum);
          case FIRST -> members.findFirst().orElseThrow();
        };
      }
      all.add(new Scored(layer.layer(), layer.mask(), own));
    }
    return all;
  }
}
