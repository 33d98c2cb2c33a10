package dev.espalier.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class StatisticsTest {

  @Test
  void theMedianIsTheMiddle() {
    assertThat(Statistics.median(5, 1, 3)).isEqualTo(3);
    assertThat(Statistics.median(4, 1, 3, 100)).isEqualTo(3.5);
    assertThat(Statistics.median(7)).isEqualTo(7);
  }

  @Test
  void theMedianLeavesItsValuesInOrder() {
    double[] values = {3, 1, 2};
    assertThat(Statistics.median(values)).isEqualTo(2);
    assertThat(values).containsExactly(3, 1, 2);
  }

  @Test
  void nothingHasNoMedian() {
    assertThatThrownBy(Statistics::median).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(Statistics::geometricMean).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSlowestIsComparedWithTheMedian() {
    assertThat(Statistics.slowestOverMedian(2, 2, 3)).isEqualTo(1.5);
    assertThat(Statistics.slowestOverMedian(4, 4)).isEqualTo(1);
  }

  @Test
  void ratiosThatCancelHaveAGeometricMeanOfOne() {
    assertThat(Statistics.geometricMean(4, 0.25)).isCloseTo(1, within(1e-12));
    assertThat(Statistics.geometricMean(2, 8)).isCloseTo(4, within(1e-12));
  }
}
