package dev.espalier.runtime.criterion;

import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.HeadGates;
import java.util.Optional;

/**
 * The learned gate of a head, see {@link HeadGates}. It stands at the first of the head's weights in the projection,
 * and queries, keys and values add nothing. Gates of heads that stay become part of the projection's weights.
 */
final class HardConcrete implements Criterion {

  @Override
  public void score(Scoring scoring, float[] scores) {
    HeadGates gates = scoring.layer().gates();
    if (gates != null) {
      int heads = gates.parameter().size();
      for (int head = 0; head < heads; head++) {
        scores[head * (scoring.weight().columns() / heads)] = (float) gates.stretched(head);
      }
    }
  }

  @Override
  public Optional<float[]> compensation(Scoring scoring, Mask after) {
    return Optional.ofNullable(scoring.layer().gates()).map(HeadGates::gated);
  }
}
