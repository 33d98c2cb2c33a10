package dev.espalier.runtime.train;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.LayerInfo;
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

  /**
   * What is known of a loss just after its forward pass, when all values still stand: the layer that went first too.
   */
  static String ofForward(float loss, TrainingTask task, Slab slab, int count) {
    for (int i = 0; i < task.layers().size(); i++) {
      LayerInfo layer = task.layers().get(i).info();
      if (!isFinite(layer.output(), task.valueLines().get(i), slab, count)) {
        return ofLoss(loss, task.parameters()) + "; the values of " + layer.name()
            + " are the first that are not finite";
      }
    }
    return ofLoss(loss, task.parameters());
  }

  private static boolean isFinite(Layout layout, int first, Slab slab, int count) {
    for (int feature = 0; feature < layout.features(); feature++) {
      int line = slab.address(first + layout.line(feature));
      for (int lane = 0; lane < count; lane++) {
        if (!Float.isFinite(slab.values()[line + lane])) {
          return false;
        }
      }
    }
    return true;
  }

  /** What is known of a loss that is not finite: a weight that is not either, or the largest one. */
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
