package dev.espalier.runtime.prune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.runtime.random.Randomness;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SelectionTest {

  @Test
  void theSmallestComeFirstThenTheSmallestOfTheOthers() {
    Randomness random = Randomness.stream(1, "selection", 0);
    for (int size : new int[] {0, 1, 2, 63, 64, 65, 100, 1000, 5000}) {
      for (int round = 0; round < 20; round++) {
        long[] keys = new long[size];
        for (int i = 0; i < size; i++) {
          keys[i] = round == 0 ? i : round == 1 ? -i : random.nextLong();
        }
        requireSelected(keys, size == 0 ? 0 : random.nextInt(size + 1));
        requireSelected(keys, size);
        requireSelected(keys, 0);
      }
    }
  }

  private static void requireSelected(long[] keys, int count) {
    long[] sorted = keys.clone();
    Arrays.sort(sorted);
    long[] selected = keys.clone();
    Selection.smallestFirst(selected, count);
    if (count < keys.length) {
      assertThat(selected[count]).isEqualTo(sorted[count]);
    }
    Arrays.sort(selected, 0, count);
    assertThat(Arrays.copyOf(selected, count)).isEqualTo(Arrays.copyOf(sorted, count));
    Arrays.sort(selected);
    assertThat(selected).isEqualTo(sorted);
  }
}
