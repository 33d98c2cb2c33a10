package dev.espalier.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.runtime.random.Randomness;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LargestValuesTest {

  private static float[] kept(int k, float... values) {
    float[] slab = Arrays.copyOf(values, 2 * values.length);
    LargestValues.keep(slab, 0, k, values.length, values.length, 1, 1, 0, 0);
    return Arrays.copyOfRange(slab, values.length, slab.length);
  }

  @Test
  void theLargestMagnitudesStay() {
    assertThat(kept(2, 1, -3, 2, 0.5f)).containsExactly(0, -3, 2, 0);
    assertThat(kept(1, -0.0f, 1e-20f, 3e-20f)).containsExactly(0, 0, 3e-20f);
  }

  @Test
  void equalValuesAndWhatIsNoNumberStay() {
    assertThat(kept(2, 1, 4, -1, 0.5f)).containsExactly(1, 4, -1, 0);
    assertThat(kept(3, 0, 4, 0, 0)).containsExactly(0, 4, 0, 0);
    assertThat(kept(1, 1, Float.NaN, 2)).contains(Float.NaN);
  }

  @Test
  void manyValuesAreThoseOfASort() {
    Randomness random = Randomness.stream(5, "values", 0);
    float[] values = new float[333];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat(-1, 1);
    }
    float[] sizes = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      sizes[i] = Math.abs(values[i]);
    }
    Arrays.sort(sizes);
    for (int k : new int[] {1, 2, 50, 332}) {
      float least = sizes[values.length - k];
      float[] kept = kept(k, values);
      for (int i = 0; i < values.length; i++) {
        assertThat(kept[i]).isEqualTo(Math.abs(values[i]) >= least ? values[i] : 0);
      }
    }
  }

  @Test
  void aHaloIsNotWritten() {
    float[] slab = new float[8 + 2 * 4 * 6];
    Arrays.fill(slab, 9);
    System.arraycopy(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 0, slab, 0, 8);
    LargestValues.keep(slab, 0, 3, 8, 2, 2, 2, 1, 2);
    for (int plane = 0; plane < 2; plane++) {
      for (int line = 0; line < 24; line++) {
        int y = line / 6 - 1;
        int x = line % 6 - 2;
        boolean inside = y >= 0 && y < 2 && x >= 0 && x < 2;
        int value = plane * 4 + y * 2 + x + 1;
        assertThat(slab[8 + plane * 24 + line]).isEqualTo(!inside ? 9 : value >= 6 ? value : 0);
      }
    }
  }
}
