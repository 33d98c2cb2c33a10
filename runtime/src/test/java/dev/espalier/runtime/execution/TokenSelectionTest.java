package dev.espalier.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which tokens of a sample stay, and how their columns move. */
class TokenSelectionTest {
  private static final float NAN = Float.NaN;

  /** Places that stay of one sample, from 1. */
  private static List<Integer> stay(float[] scores, float[] valid, int columns, int first, int keep, float share,
      float threshold) {
    int tokens = scores.length;
    float[] slab = new float[2 * tokens + 2 * columns];
    Arrays.fill(slab, -7);
    System.arraycopy(scores, 0, slab, 0, tokens);
    System.arraycopy(valid, 0, slab, tokens, tokens);
    int places = 2 * tokens;
    TokenSelection.selectSome(
        slab, 1, 0, tokens, places, places + columns, tokens, columns, first, keep, share, threshold);
    List<Integer> stay = new ArrayList<>();
    for (int column = 0; column < columns; column++) {
      int place = (int) slab[places + column];
      assertThat(slab[places + columns + column]).isEqualTo(place > 0 ? 1 : 0);
      assertThat(place > 0).as("tokens before empty columns").isEqualTo(column == stay.size() && place > 0);
      if (place > 0) {
        stay.add(place);
      }
    }
    return stay;
  }

  private static List<Integer> stay(float[] scores, int columns, int first, int keep, float share, float threshold) {
    float[] all = new float[scores.length];
    Arrays.fill(all, 1);
    return stay(scores, all, columns, first, keep, share, threshold);
  }

  @Test
  void theLargestStayInTheOrderOfTheSequence() {
    assertThat(stay(new float[] {0.1f, 0.4f, 0.2f, 0.3f}, 3, 0, 3, 0, 0)).containsExactly(2, 3, 4);
  }

  @Test
  void ofEqualScoresTheEarlierStays() {
    assertThat(stay(new float[] {0.2f, 0.3f, 0.2f, 0.2f, 0.1f}, 3, 0, 3, 0, 0)).containsExactly(1, 2, 3);
    assertThat(stay(new float[] {0.2f, 0.2f, 0.2f, 0.2f, 0.2f}, 2, 0, 2, 0, 0)).containsExactly(1, 2);
  }

  @Test
  void aSampleWithFewerTokensKeepsThemAll() {
    assertThat(stay(new float[] {0.1f, 9, 0.9f, 9}, new float[] {1, 0, 1, 0}, 3, 0, 3, 0, 0)).containsExactly(1, 3);
    assertThat(stay(new float[] {9, 9}, new float[] {0, 0}, 1, 0, 1, 0, 0)).isEmpty();
  }

  @Test
  void aShareIsOneOfTheSamplesOwnTokensRoundedUp() {
    float[] scores = {0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f};
    assertThat(stay(scores, 3, 0, 0, 0.5f, 0)).containsExactly(4, 5, 6);
    assertThat(stay(scores, new float[] {1, 1, 1, 0, 0, 0}, 3, 0, 0, 0.5f, 0)).containsExactly(2, 3);
    assertThat(TokenSelection.count(0.1f, 10)).isEqualTo(1);
    assertThat(TokenSelection.count(0.3f, 10)).isEqualTo(3);
    assertThat(TokenSelection.count(0.01f, 5)).isEqualTo(1);
    assertThat(TokenSelection.count(0.01f, 0)).isZero();
  }

  @Test
  void underAThresholdTheBestStays() {
    float[] scores = {0.1f, 0.4f, 0.2f, 0.3f};
    assertThat(stay(scores, 4, 0, 0, 0, 0.2f)).containsExactly(2, 3, 4);
    assertThat(stay(scores, 4, 0, 0, 0, 0.9f)).containsExactly(2);
    assertThat(stay(scores, 2, 0, 2, 0, 0.35f)).containsExactly(2);
  }

  @Test
  void theClassTokenStaysAndCounts() {
    float[] scores = {0, 0.4f, 0.2f, 0.3f};
    assertThat(stay(scores, 1, 1, 1, 0, 0)).containsExactly(1);
    assertThat(stay(scores, 2, 1, 2, 0, 0)).containsExactly(1, 2);
    assertThat(stay(scores, 4, 1, 0, 0, 0.9f)).containsExactly(1);
  }

  @Test
  void aScoreThatIsNoNumberStays() {
    assertThat(stay(new float[] {0.5f, NAN, 0.2f, NAN}, 2, 0, 2, 0, 0.9f)).hasSize(2).contains(2);
  }

  @Test
  void theAttentionThatATokenReceivesIsAMeanOverHeadsAndTokens() {
    int tokens = 3;
    // [head][key][query]; the third token is none
    float[] slab = {0.25f, 0.5f, 9, 0.75f, 0.5f, 9, 0, 0, 9, 1, 0.5f, 9, 0, 0.5f, 9, 0, 0, 9, 1, 1, 0, 0, 0, 0};
    TokenSelection.received(slab, 1, 0, 18, 21, tokens, new int[] {0, 1}, 2, tokens);
    assertThat(Arrays.copyOfRange(slab, 21, 24)).containsExactly(0.5625f, 0.4375f, 0);
    // without the second head, which counts as 1 / 2 for both tokens
    TokenSelection.received(slab, 1, 0, 18, 21, tokens, new int[] {0}, 2, tokens);
    assertThat(Arrays.copyOfRange(slab, 21, 23)).containsExactly(0.4375f, 0.5625f);
  }

  @Test
  void aRandomOrderDependsOnTheNumberOfTokensAlone() {
    float[] slab = new float[20];
    TokenSelection.random(slab, 2, 0, 10);
    for (int token = 0; token < 10; token++) {
      assertThat(slab[2 * token]).isEqualTo(slab[2 * token + 1]).isBetween(0f, 1f);
    }
    float[] shorter = new float[9];
    TokenSelection.random(shorter, 1, 0, 9);
    assertThat(shorter[0]).isNotEqualTo(slab[0]);
  }

  @Test
  void columnsMoveTogetherAndTheirGradientsBack() {
    for (int lanes : new int[] {1, 16}) {
      int channels = 3;
      int tokens = 5;
      int columns = 3;
      int places = channels * tokens * lanes;
      int y = places + columns * lanes;
      int dx = y + channels * columns * lanes;
      float[] slab = new float[dx + channels * tokens * lanes];
      for (int i = 0; i < places; i++) {
        slab[i] = i;
      }
      for (int lane = 0; lane < lanes; lane++) {
        slab[places + lane] = 1 + lane % 2;
        slab[places + lanes + lane] = lane % 3 == 0 ? 5 : 3;
        slab[places + 2 * lanes + lane] = 0;
      }
      TokenColumns.left(slab, lanes, 0, places, y, columns, channels, tokens, columns);
      TokenColumns.gradient(slab, lanes, y, places, dx, tokens, columns, channels, tokens, columns);
      for (int lane = 0; lane < lanes; lane++) {
        for (int c = 0; c < channels; c++) {
          int second = lane % 3 == 0 ? 4 : 2;
          assertThat(slab[y + c * columns * lanes + lane]).isEqualTo((c * tokens + lane % 2) * lanes + lane);
          assertThat(slab[y + (c * columns + 1) * lanes + lane]).isEqualTo((c * tokens + second) * lanes + lane);
          for (int token = 0; token < tokens; token++) {
            int at = (c * tokens + token) * lanes + lane;
            assertThat(slab[dx + at]).isEqualTo(token == lane % 2 || token == second ? at : 0);
          }
        }
      }
      TokenColumns.addGradient(slab, lanes, y, places, dx, tokens, columns, channels, tokens, columns);
      assertThat(slab[dx + 2 * tokens * lanes]).isEqualTo(2 * slab[2 * tokens * lanes]);
    }
  }

  @Test
  void columnsAreInUseUpToTheLastTokenOfAnySample() {
    int tokens = 12;
    float[] slab = new float[(tokens + 1) * 16];
    int columns = tokens * 16;
    slab[3] = 1;
    slab[6 * 16 + 9] = 1;
    TokenColumns.inUse(slab, 16, 0, columns, 1, 8, tokens, 1);
    assertThat(Arrays.copyOfRange(slab, columns, columns + 16)).containsOnly(7);
    TokenColumns.inUse(slab, 16, 0, columns, 9, 8, tokens, 1);
    assertThat(slab[columns]).isEqualTo(9);
    TokenColumns.inUse(slab, 16, 0, columns, 1, 8, tokens, 0);
    assertThat(slab[columns]).isEqualTo(12);
  }

  @Test
  void theColumnsOfOneSampleAreWholeVectorsOrAll() {
    float[] slab = new float[13];
    for (int length = 0; length <= 12; length++) {
      Arrays.fill(slab, 0, 12, 0);
      Arrays.fill(slab, 0, length, 1);
      TokenColumns.inUse(slab, 1, 0, 12, 1, 8, 12, 1);
      assertThat(slab[12]).isEqualTo(length <= 8 ? 8 : 12);
      TokenColumns.inUse(slab, 1, 0, 12, 1, 1, 12, 1);
      assertThat(slab[12]).isEqualTo(Math.max(length, 1));
    }
  }
}
