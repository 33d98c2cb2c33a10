package dev.espalier.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

/** Tokens that weigh less the further they score below a threshold, and leave where it is settled. */
class TokenWeightsTest {
  private static final int LANES = 2;
  private static final int TOKENS = 4;
  private static final int RECEIVED = 0;
  private static final int VALID = 8;
  private static final int PLACES = 16;
  private static final int LEFT = 24;
  private static final int STAGE = 32;
  private static final int WEIGHTS = 34;
  private static final int SLOPES = 42;
  private static final int PULLS = 50;
  private static final int BEFORE = 58;
  private static final float[] THRESHOLD = {0.25f};
  private static final float TEMPERATURE = 0.1f;

  /** In lane 0 tokens are weighed, in lane 1 they leave; the second is none. */
  private static float[] slab() {
    float[] slab = new float[66];
    float[] scores = {0.1f, 0.9f, 0.4f, 0.3f};
    for (int token = 0; token < TOKENS; token++) {
      for (int lane = 0; lane < LANES; lane++) {
        int at = token * LANES + lane;
        slab[RECEIVED + at] = scores[token];
        slab[VALID + at] = token == 1 ? 0 : 1;
        slab[PULLS + at] = 7;
        slab[BEFORE + at] = 0.5f;
      }
    }
    slab[STAGE] = 0.01f;
    TokenWeights.select(slab, LANES, RECEIVED, VALID, PLACES, LEFT, STAGE, THRESHOLD, TOKENS, 0);
    return slab;
  }

  private static float[] lane(float[] slab, int base, int lane) {
    float[] values = new float[TOKENS];
    for (int token = 0; token < TOKENS; token++) {
      values[token] = slab[base + token * LANES + lane];
    }
    return values;
  }

  private static float sigmoid(float score) {
    return (float) (1 / (1 + Math.exp((THRESHOLD[0] - score) / TEMPERATURE)));
  }

  @Test
  void tokensThatAreWeighedKeepTheirColumns() {
    float[] slab = slab();
    assertThat(lane(slab, PLACES, 0)).containsExactly(1, 0, 3, 4);
    assertThat(lane(slab, LEFT, 0)).containsExactly(1, 0, 1, 1);
  }

  @Test
  void tokensThatAreNotLeave() {
    float[] slab = slab();
    assertThat(lane(slab, PLACES, 1)).containsExactly(3, 4, 0, 0);
    assertThat(lane(slab, LEFT, 1)).containsExactly(1, 1, 0, 0);
    float[] above = slab();
    TokenSelection.selectAbove(above, LANES, RECEIVED, VALID, PLACES, LEFT, THRESHOLD, TOKENS, 0);
    assertThat(lane(above, PLACES, 0)).containsExactly(lane(slab, PLACES, 1));
  }

  @Test
  void theLargestScoreWeighsWhatItDid() {
    float[] slab = slab();
    TokenWeights.weigh(slab, LANES, RECEIVED, LEFT, STAGE, WEIGHTS, SLOPES, PULLS, THRESHOLD, TOKENS, 0, TEMPERATURE);
    assertThat(lane(slab, WEIGHTS, 0)).containsExactly(new float[] {sigmoid(0.1f), 0, 1, sigmoid(0.3f)}, offset(1e-6f));
    assertThat(lane(slab, SLOPES, 0)).containsExactly(
        new float[] {(1 - sigmoid(0.1f)) / TEMPERATURE, 0, 0, (1 - sigmoid(0.3f)) / TEMPERATURE}, offset(1e-5f));
    assertThat(lane(slab, WEIGHTS, 1)).containsExactly(1, 1, 0, 0);
    assertThat(lane(slab, SLOPES, 1)).containsOnly(0);
    assertThat(lane(slab, PULLS, 0)).containsOnly(0);
  }

  @Test
  void weightsMultiplyAndTheClassificationsTokenStays() {
    float[] slab = slab();
    TokenWeights.weigh(
        slab, LANES, RECEIVED, LEFT, BEFORE, STAGE, WEIGHTS, SLOPES, PULLS, THRESHOLD, TOKENS, 1, TEMPERATURE);
    assertThat(lane(slab, WEIGHTS, 0))
        .containsExactly(new float[] {0.5f, 0, 0.5f * sigmoid(0.4f), 0.5f * sigmoid(0.3f)}, offset(1e-6f));
    assertThat(lane(slab, WEIGHTS, 1)).containsExactly(1, 1, 0, 0);
  }

  /** Far from the threshold nothing overflows. */
  @Test
  void scoresFarFromTheThresholdWeighAllOrNothing() {
    float[] slab = slab();
    TokenWeights.weigh(slab, LANES, RECEIVED, LEFT, STAGE, WEIGHTS, SLOPES, PULLS, new float[] {0.2f}, TOKENS, 0, 1e-6f);
    assertThat(lane(slab, WEIGHTS, 0)).containsExactly(0, 0, 1, 1);
    assertThat(lane(slab, SLOPES, 0)).containsExactly(1e6f, 0, 0, 0);
  }
}
