package dev.espalier.runtime.train;

import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.PenaltyInfo;
import java.util.Arrays;
import java.util.List;

/**
 * Fills the slopes of penalties on values, before the backward pass of a step reads them. The penalty is a mean over
 * the batch, as the loss is; the loss that is reported does not contain it.
 */
final class Penalties {
  private final List<PenaltyInfo> penalties;
  private final Slab slab;

  Penalties(List<PenaltyInfo> penalties, Slab slab) {
    this.penalties = List.copyOf(penalties);
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
      float slope = (float) (penalty.lambda() / batch);
      for (int line = 0; line < penalty.lines(); line++) {
        int from = slab.address(penalty.line() + line);
        Arrays.fill(slab.values(), from, from + count, slope);
        Arrays.fill(slab.values(), from + count, from + lanes, 0);
      }
    }
  }
}
