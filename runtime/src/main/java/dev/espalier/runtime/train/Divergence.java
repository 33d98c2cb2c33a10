package dev.espalier.runtime.train;

import dev.espalier.runtime.model.Parameter;
import java.util.List;

/** Finds where a run that has diverged went wrong first. */
final class Divergence {

  private Divergence() {}

  /** The first weight or bias that is not finite, as a clause; null where all are. */
  static String nonFinite(List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      int index = parameter.firstNonFinite();
      if (index >= 0) {
        return parameter.name() + " holds " + parameter.values()[index] + " at index " + index;
      }
    }
    return null;
  }

  /** What is known of a loss that is not finite: the layer that went first, or the one with the largest weight. */
  static String ofLoss(float loss, List<Parameter> parameters) {
    String cause = nonFinite(parameters);
    if (cause != null) {
      return "the loss is " + loss + ", and " + cause;
    }
    Parameter largest = null;
    float magnitude = -1;
    for (Parameter parameter : parameters) {
      for (float value : parameter.values()) {
        if (Math.abs(value) > magnitude) {
          magnitude = Math.abs(value);
          largest = parameter;
        }
      }
    }
    return "the loss is " + loss + (largest == null ? ""
        : ", all weights are still finite, the largest is " + magnitude + " in " + largest.name());
  }
}
