package dev.espalier.runtime.prune;

import dev.espalier.runtime.structure.TiedGroups;
import dev.espalier.runtime.structure.TiedGroups.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The scores of groups that are pruned as one: each has the sum over all of them. */
final class TiedScores {

  private TiedScores() {}

  /** The same layers with summed scores; taken in double, in the order of the layers. */
  static List<Scored> summed(List<Scored> layers, TiedGroups tied) {
    Map<String, float[]> scores = new HashMap<>();
    layers.forEach(layer -> scores.put(layer.layer().name(), layer.scores()));
    List<Scored> summed = new ArrayList<>();
    for (Scored layer : layers) {
      if (!tied.ties(layer.layer().name())) {
        summed.add(layer);
        continue;
      }
      float[] sums = new float[layer.scores().length];
      for (int g = 0; g < sums.length; g++) {
        double sum = 0;
        for (Group member : tied.of(layer.layer().name(), g)) {
          sum += scores.get(member.layer())[member.index()];
        }
        sums[g] = (float) sum;
      }
      summed.add(new Scored(layer.layer(), layer.mask(), sums));
    }
    return summed;
  }
}
