package dev.espalier.runtime.prune;

import dev.espalier.runtime.criterion.Criteria;
import dev.espalier.runtime.criterion.Criterion;
import dev.espalier.runtime.criterion.Evidence;
import dev.espalier.runtime.criterion.SampledNetwork;
import dev.espalier.runtime.criterion.Scoring;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import java.util.List;
import java.util.Optional;

/** The scores of the groups of every layer in one pruning, and what their criteria do besides. */
final class GroupScores {

  private final List<LayerParameters> layers;
  private final Evidence evidence;
  private final Criterion[] criteria;

  GroupScores(List<LayerParameters> layers, SampledNetwork network, long seed, long step) {
    this.layers = layers;
    this.evidence = new Evidence(network, layers, seed, step);
    this.criteria = new Criterion[layers.size()];
  }

  /** In how many rounds a layer's criterion prunes. */
  int rounds(int layer) {
    return criterion(layer).rounds();
  }

  /** How the score of a layer's group comes about. */
  Criterion.OfGroup ofGroup(int layer) {
    return criterion(layer).ofGroup();
  }

  /** What is kept of a layer, as far as it has been decided. */
  Mask mask(int layer) {
    return evidence.mask(layer);
  }

  /** Decides a part of what will be pruned, the parameters staying as they are. */
  void narrow(int layer, Mask mask) {
    evidence.narrow(layer, mask);
  }

  /**
   * The score of each group of a layer.
   *
   * @throws ScoreNotANumberException when that of a group that is kept is not finite
   */
  float[] of(int layer) {
    Parameter weight = layers.get(layer).weight();
    float[] scores = new float[weight.size()];
    criterion(layer).score(new Scoring(layer, evidence), scores);
    Mask mask = mask(layer);
    float[] groupScores = switch (ofGroup(layer)) {
      case SUM -> mask.grouping().sum(scores);
      case FIRST -> mask.grouping().first(scores);
    };
    for (int g = 0; g < groupScores.length; g++) {
      if (!Float.isFinite(groupScores[g]) && mask.keepsGroup(g)) {
        String criterion = layers.get(layer).info().policy().criterionName();
        throw new ScoreNotANumberException(weight.name(), g, criterion, groupScores[g], evidence.step());
      }
    }
    return groupScores;
  }

  /** New values of the weights that a mask will leave, where the criterion makes up for those that go. */
  Optional<float[]> compensation(int layer, Mask after) {
    return criterion(layer).compensation(new Scoring(layer, evidence), after);
  }

  /** Whether there is more than one group to be ranked, and all score the same. */
  static boolean allEqual(List<Scored> ranked) {
    int count = 0;
    float first = 0;
    for (Scored layer : ranked) {
      for (int g = 0; g < layer.scores().length; g++) {
        if (layer.mask().keepsGroup(g)) {
          if (count > 0 && layer.scores()[g] != first) {
            return false;
          }
          first = layer.scores()[g];
          count++;
        }
      }
    }
    return count > 1;
  }

  private Criterion criterion(int layer) {
    if (criteria[layer] == null) {
      criteria[layer] = Criteria.of(layers.get(layer).info().policy());
    }
    return criteria[layer];
  }
}
