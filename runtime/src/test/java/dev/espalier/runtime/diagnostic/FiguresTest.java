package dev.espalier.runtime.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void numbersAreWrittenAsAPersonWould() {
    assertThat(Figures.of(5.0)).isEqualTo("5");
    assertThat(Figures.of(0.0)).isEqualTo("0");
    assertThat(Figures.of(-0.5)).isEqualTo("-0.5");
    assertThat(Figures.of(1e-8)).isEqualTo("0.00000001");
    assertThat(Figures.of(1e-20)).isEqualTo("1E-20");
    assertThat(Figures.of(100.0)).isEqualTo("100");
    assertThat(Figures.of(Double.NaN)).isEqualTo("NaN");
    assertThat(Figures.of(266_200L)).isEqualTo("266,200");
    assertThat(Figures.percent(0.369)).isEqualTo("36.9 %");
  }

  @Test
  void boundsAreRoundedToTheSafeSide() {
    assertThat(Figures.atMost(299 / 300.0, 300)).isEqualTo("0.9966");
    assertThat(Figures.atLeast(1 / 300.0, 300)).isEqualTo("0.0034");
    assertThat(Figures.atMost(0.9, 10)).isEqualTo("0.9");
  }
}
