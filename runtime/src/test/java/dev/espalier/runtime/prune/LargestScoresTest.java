package dev.espalier.runtime.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        // Few different values, so that there are ties, and zeros of both signs.
        scores[g] = (random.nextInt(23) - 11) * (run % 2 == 0 ? 1e-5f : 0.3f) + (run % 3 == 0 ? 1 : 0);
      }
      requireThoseOfASort(scores, someExcluded(scores.length, random), random);
    }
  }

  @Test
  void ofManyASampleBoundsThem() {
    Randomness random = Randomness.stream(2, "largest scores", 0);
    for (int run = 0; run < 6; run++) {
      float[] scores = new float[20_000 + random.nextInt(60_000)];
      for (int g = 0; g < scores.length; g++) {
        // The sample takes every so many: where those are the smallest, or the largest, it misleads.
        boolean sampled = g % (scores.length / 4096) == 0;
        scores[g] = run < 3 ? (float) random.nextGaussian() : (run == 3) == sampled ? random.nextFloat() : 1e-3f;
      }
      requireThoseOfASort(scores, someExcluded(scores.length, random), random);
    }
  }

  @Test
  void infinityIsTheLargestAndNotANumberIsRefused() {
    float[] scores = {1, Float.NEGATIVE_INFINITY, Float.MAX_VALUE, 0};
    assertThat(of(scores, new BitSet(), 1)).isEqualTo(BitSet.valueOf(new long[] {0b0010}));
    assertThat(of(scores, new BitSet(), 2)).isEqualTo(BitSet.valueOf(new long[] {0b0110}));
    scores[2] = Float.NaN;
    assertThatThrownBy(() -> of(scores, new BitSet(), 1)).hasMessage("group 2");
    assertThat(of(scores, BitSet.valueOf(new long[] {0b0100}), 2)).isEqualTo(BitSet.valueOf(new long[] {0b0011}));
  }

  private static BitSet someExcluded(int groups, Randomness random) {
    BitSet excluded = new BitSet();
    for (int g = 0; g < groups; g++) {
      excluded.set(g, random.nextInt(5) == 0);
    }
    return excluded;
  }

  private static void requireThoseOfASort(float[] scores, BitSet excluded, Randomness random) {
    int[] order = IntStream.range(0, scores.length)
        .filter(g -> !excluded.get(g))
        .boxed()
        .sorted(Comparator.<Integer>comparingDouble(g -> -Math.abs(scores[g])).thenComparing(g -> g))
        .mapToInt(Integer::intValue)
        .toArray();
    for (int count : new int[] {0, order.length, order.length / 30, random.nextInt(order.length + 1)}) {
      BitSet expected = new BitSet();
      IntStream.range(0, count).forEach(k -> expected.set(order[k]));
      assertThat(of(scores, excluded, count)).isEqualTo(expected);
    }
  }

  private static BitSet of(float[] scores, BitSet excluded, int count) {
    return LargestScores.of(scores, excluded, count, group -> new IllegalStateException("group " + group));
  }
}
