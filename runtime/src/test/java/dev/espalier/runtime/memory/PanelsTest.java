package dev.espalier.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PanelsTest {

  @Test
  void aBatchThatFitsIntoOnePanelIsOne() {
    assertThat(Panels.widths(60, 1, 80)).containsExactly(64);
    assertThat(Panels.widths(1, 4, 80)).containsExactly(16);
  }

  @Test
  void panelsAreSharedEvenlyByWorkers() {
    assertThat(Panels.widths(384, 1, 80)).containsExactly(64, 80, 80, 80, 80);
    assertThat(Panels.widths(384, 2, 80)).containsExactly(64, 64, 64, 64, 64, 64);
    assertThat(Panels.widths(128, 2, 80)).containsExactly(64, 64);
    assertThat(Panels.widths(16, 2, 80)).containsExactly(16);
  }

  @Test
  void panelsHoldEverySampleOnce() {
    for (int batch = 1; batch < 500; batch++) {
      for (int workers = 1; workers < 5; workers++) {
        int[] widths = Panels.widths(batch, workers, 80);
        assertThat(Arrays.stream(widths).sum()).isEqualTo(Slab.lanes(batch));
        assertThat(Arrays.stream(widths).max().orElseThrow()).isLessThanOrEqualTo(80);
        assertThat(Arrays.stream(widths).min().orElseThrow()).isGreaterThanOrEqualTo(16);
      }
    }
  }

  @Test
  void theLastPanelOfAPartialBatchHoldsFewerSamplesOrNone() {
    Panels panels = Panels.allocate(3, 100, 2, 80);
    assertThat(panels.count()).isEqualTo(2);
    assertThat(panels.batch()).isEqualTo(100);
    assertThat(panels.first(1)).isEqualTo(48);
    assertThat(panels.samples(1, 100)).isEqualTo(52);
    assertThat(panels.samples(0, 30)).isEqualTo(30);
    assertThat(panels.samples(1, 30)).isZero();
  }
}
