package dev.espalier.runtime.criterion;

import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.policy.ScoringOptions;

/**
 * What a criterion may look at.
 *
 * @param index the layer's index in the network
 * @param evidence over the whole network
 */
public record Scoring(int index, Evidence evidence) {

  /** The layer. */
  public LayerParameters layer() {
    return evidence.layers().get(index);
  }

  /** The weights to score. */
  public Parameter weight() {
    return layer().weight();
  }

  /** What is kept of them, as far as it has been decided. */
  public Mask mask() {
    return evidence.mask(index);
  }

  /** How the policy wants its criterion taken. */
  public ScoringOptions options() {
    return layer().info().policy().scoring();
  }
}
