package dev.espalier.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import org.junit.jupiter.api.Test;

class KeptWeightsTest {

  @Test
  void aDenseLayersColumnsAreItsTaps() {
    // 1 . 2
    // . . 3
    KeptWeights kept = new KeptWeights(2, 3, new int[] {0, 2, 5});
    kept.gather(new float[] {1, 0, 2, 0, 0, 3}, 0, 3);
    assertThat(kept.values()).containsExactly(1, 2, 3);
    assertThat(kept.rowPointers()).containsExactly(0, 2, 3);
    assertThat(kept.taps()).containsExactly(0, 2, 2);
    assertThat(kept.columnPointers()).containsExactly(0, 1, 1, 3);
    assertThat(kept.columnEntries()).containsExactly(0, 1, 2);
    assertThat(kept.columnTaps()).containsExactly(0, 0, 1);
    assertThat(kept.bundlePointers()).containsExactly(0, 1, 2);
    assertThat(kept.sums()).hasSize(2 * KeptWeights.BUNDLE);
  }

  /** Two filters of 3 x 3 over two channels of 4 x 4; planes of the input are 6 x 6 with their halo, so are the result's. */
  @Test
  void aConvolutionsTapsAreLinesOfItsWindowsForwardAndBackward() {
    KeptWeights kept = new KeptWeights(2, 18, new int[] {0, 5, 9, 26}, places(1));
    assertThat(kept.taps()).containsExactly(0, 8, 36, 14);
    assertThat(kept.rowPointers()).containsExactly(0, 3, 4);
    // Channel 0: filter 0 at (0, 0) and (1, 2), filter 1 at (2, 2); channel 1: filter 0 at (0, 0). Taps turned round.
    assertThat(kept.columnPointers()).containsExactly(0, 3, 4);
    assertThat(kept.columnEntries()).containsExactly(0, 1, 3, 2);
    assertThat(kept.columnTaps()).containsExactly(2 * 6 + 2, 6, 36, 2 * 6 + 2);
  }

  @Test
  void withAStrideAPositionsRemainderHasListsOfItsOwn() {
    KeptWeights kept = new KeptWeights(2, 18, new int[] {0, 4, 8}, places(2));
    // Tap 1 reaches even positions, taps 0 and 2 odd ones: lists of remainder (0, 0) are 0 and 1, of (1, 1) 6 and 7.
    assertThat(kept.columnPointers()).containsExactly(0, 1, 1, 1, 1, 1, 1, 3, 3);
    assertThat(kept.columnEntries()).containsExactly(1, 0, 2);
    assertThat(kept.columnTaps()).containsExactly(0, 4 + 1, 0);
  }

  @Test
  void gradientsAreSummedInBundlesAndSettledInRowOrder() {
    KeptWeights kept = new KeptWeights(2, 18, new int[] {0, 1, 2, 3, 4, 20}, places(1));
    assertThat(kept.bundlePointers()).containsExactly(0, 1, 2);
    assertThat(kept.bundleTaps()).containsExactly(0, 1, 2, 6, 7, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0);
    for (int i = 0; i < kept.sums().length; i++) {
      kept.sums()[i] = i + 1;
    }
    kept.settle(1, 2);
    assertThat(kept.gradient()).as("the second row alone").containsExactly(0, 0, 0, 0, 0, 9);
    kept.settle(0, 1);
    assertThat(kept.gradient()).containsExactly(1, 2, 3, 4, 5, 9);
    assertThat(KeptWeights.mostSums(2, 18)).isEqualTo(48);
  }

  @Test
  void weightsThatDoNotAscendOrLieOutsideAndLayoutsOfOthersAreRefused() {
    assertThatThrownBy(() -> new KeptWeights(2, 3, new int[] {1, 1})).hasMessageContaining("number 1 is 1 after 1");
    assertThatThrownBy(() -> new KeptWeights(2, 3, new int[] {6})).hasMessageContaining("has no weight 6");
    WeightGeometry geometry = places(1).geometry();
    Layout input = places(1).input();
    assertThatThrownBy(() -> new KeptPlaces(geometry, input, new Layout(2, 3, 4, 0, 0))).hasMessageContaining("2 x 4 x 4");
    assertThatThrownBy(() -> new KeptPlaces(geometry, new Layout(2, 4, 4, 0, 0), input)).hasMessageContaining("padding of 1 x 1");
  }

  private static KeptPlaces places(int stride) {
    WeightGeometry geometry = new WeightGeometry(2, 2, 4, 4, 3, 3, stride, stride, 1, 1, 1, false);
    return new KeptPlaces(
        geometry, new Layout(2, 4, 4, 1, 1), new Layout(2, geometry.outHeight(), geometry.outWidth(), 1, 1));
  }
}
