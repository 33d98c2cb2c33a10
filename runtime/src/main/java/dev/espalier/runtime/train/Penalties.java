package dev.espalier.runtime.train;

import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.model.PenaltyInfo;
import java.util.Arrays;
import java.util.List;

/**
 * Fills the slopes of penalties on values, before the backward pass of a step reads them. The penalty is a mean over
 * the batch, as the loss is; the loss that is reported does not contain it.
 */
final class Penalties {
  private final List<PenaltyInfo> penalties;
  private final List<LayerParameters> layers;
  private final Slab slab;

  Penalties(TrainingTask task, Slab slab) {
    this.penalties = List.copyOf(task.penalties());
    this.layers = task.layers();
    this.slab = slab;
  }

  /**
   * For a step.
   *
   * @param count samples of this slab
   * @param batch samples of the batch
   */
  void fill(int count, int batch) {
    int lanes = slab.lanes();
    for (int k = 0; k < penalties.size(); k++) {
      PenaltyInfo penalty = penalties.get(k);
      float slope = isSettled(penalty) ? 0 : (float) (penalty.lambda() / batch);
      for (int line = 0; line < penalty.lines(); line++) {
        int from = slab.address(penalty.line() + line);
        Arrays.fill(slab.values(), from, from + count, slope);
        Arrays.fill(slab.values(), from + count, from + lanes, 0);
      }
    }
  }

  /** For a pass that is no step of training. */
  void clear() {
    for (int k = 0; k < penalties.size(); k++) {
      PenaltyInfo penalty = penalties.get(k);
      int from = slab.address(penalty.line());
      Arrays.fill(slab.values(), from, from + penalty.lines() * slab.lanes(), 0);
    }
  }

  private boolean isSettled(PenaltyInfo penalty) {
    Parameter weight = layers.get(penalty.layer()).weight();
    return weight != null && weight.isHeld();
  }
}
