package dev.espalier.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class GatedFiltersTest {
  private static final WeightGeometry FOUR = new WeightGeometry(4, 3, 2, 2, 1, 1, 1, 1, 0, 0, 1, true);
  private static final float[] WEIGHTS = {1, 2, 3, 0, 5, 0, 7, 8, 9, 0, 0, 12};
  private static final float[] BIAS = {10, 20, 30, 40};

  @Test
  void weightsAndBiasesOfFiltersThatRunLieOneAfterTheOther() {
    GatedFilters gated = GatedFilters.of(FOUR, 2, DenseForm.of(FOUR, WEIGHTS), BIAS);
    assertThat(gated.gather(new float[] {0, 0.5f, 0, 2}, 0)).isTrue();
    assertThat(gated.weights()).containsExactly(0, 5, 0, 0, 0, 12);
    assertThat(gated.bias()).containsExactly(20, 40);
  }

  @Test
  void keptWeightsAreGatheredRowByRow() {
    BitSet kept = new BitSet();
    for (int i = 0; i < WEIGHTS.length; i++) {
      kept.set(i, WEIGHTS[i] != 0);
    }
    GatedFilters gated = GatedFilters.of(FOUR, 3, RowForm.of(FOUR, Layout.image(3, 2, 2), WEIGHTS, kept), BIAS);
    assertThat(gated.gather(new float[] {0, 0.5f, 0, 2}, 0)).isTrue();
    // The third filter that the kernel computes is none, and has no weights.
    assertThat(gated.pointers()).containsExactly(0, 1, 2, 2);
    assertThat(gated.values()).startsWith(5, 12);
    assertThat(gated.taps()).startsWith(4, 8);
  }

  @Test
  void resultsGoToTheirPlanesAndTheOthersBecomeZero() {
    GatedFilters gated = GatedFilters.of(FOUR, 2, DenseForm.of(FOUR, WEIGHTS), BIAS);
    Layout computed = new Layout(4, 2, 2, 0, 1);
    Layout result = Layout.image(4, 2, 2);
    float[] slab = new float[4 + computed.lines() + result.lines()];
    slab[1] = 0.5f;
    slab[3] = 2;
    assertThat(gated.gather(slab, 0)).isTrue();
    for (int plane = 0; plane < 2; plane++) {
      for (int y = 0; y < 2; y++) {
        for (int x = 0; x < 2; x++) {
          slab[4 + computed.line(plane, y, x)] = 100 * (plane + 1) + 10 * y + x;
        }
      }
    }
    int to = 4 + computed.lines();
    slab[to] = Float.NaN;
    gated.scatter(slab, 4, computed, 0, to, 0, 0);
    float[] found = Arrays.copyOfRange(slab, to, slab.length);
    assertThat(found).containsExactly(0, 0, 0, 0, 50, 50.5f, 55, 55.5f, 0, 0, 0, 0, 400, 402, 420, 422);
  }

  @Test
  void moreThanTheKernelComputesAreRunAll() {
    GatedFilters gated = GatedFilters.of(FOUR, 2, DenseForm.of(FOUR, WEIGHTS), BIAS);
    Layout layout = Layout.image(4, 2, 2);
    float[] slab = new float[4 + 2 * layout.lines()];
    Arrays.fill(slab, 1);
    slab[2] = 0;
    assertThat(gated.gather(slab, 0)).isFalse();
    gated.scatter(slab, 4, layout, 0, 20, 0, 0);
    assertThat(slab[20]).isEqualTo(1);
    assertThat(slab[20 + 8]).isZero();
    assertThat(slab[20 + 12]).isEqualTo(1);
  }
}
