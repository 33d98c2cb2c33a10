package dev.espalier.runtime.prune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.runtime.random.Randomness;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LargestScoresTest {

  @Test
  void theyAreThoseOfASortLowestIndexFirst() {
    Randomness random = Randomness.stream(1, "largest scores", 0);
    for (int run = 0; run < 200; run++) {
      float[] scores = new float[1 + random.nextInt(300)];
      for (int g = 0; g < scores.length; g++) {
        // Few different values, so that there are ties, zeros of both signs, and scores in one bucket and in many.
        float value = random.nextInt(12) * (run % 2 == 0 ? 1e-5f : 0.3f) + (run % 3 == 0 ? 1 : 0);
        scores[g] = random.nextInt(5) == 0 ? LargestScores.NONE : value == 0 && g % 2 == 0 ? -0f : value;
      }
      int[] order = IntStream.range(0, scores.length)
          .filter(g -> scores[g] != LargestScores.NONE)
          .boxed()
          .sorted(Comparator.<Integer>comparingDouble(g -> -(scores[g] + 0f)).thenComparing(g -> g))
          .mapToInt(Integer::intValue)
          .toArray();
      int count = order.length == 0 ? 0 : random.nextInt(order.length + 1);
      BitSet expected = new BitSet();
      IntStream.range(0, count).forEach(k -> expected.set(order[k]));
      assertThat(LargestScores.of(scores, count)).isEqualTo(expected);
    }
  }

  @Test
  void infinityIsTheLargest() {
    float[] scores = {1, Float.POSITIVE_INFINITY, Float.MAX_VALUE, 0};
    assertThat(LargestScores.of(scores, 1)).isEqualTo(BitSet.valueOf(new long[] {0b0010}));
    assertThat(LargestScores.of(scores, 2)).isEqualTo(BitSet.valueOf(new long[] {0b0110}));
  }
}
