package dev.espalier.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PanelWidthTest {

  private static final WeightGeometry DENSE = WeightGeometry.dense(300, 784, true);

  @Test
  void denseLayersHaveTheWidestPanels() {
    assertThat(PanelWidth.of(List.of(DENSE))).isEqualTo(80);
    assertThat(PanelWidth.of(List.of())).isEqualTo(80);
  }

  @Test
  void theRowsThatAWindowCoversStayInTheCache() {
    // A row of 16 planes of 32 x 32 needs (16 * 3 * 34 + 16 * 32) * 4 = 8576 bytes a sample.
    assertThat(PanelWidth.of(List.of(convolution(16, 32), convolution(32, 16), convolution(64, 8)))).isEqualTo(16);
    // (4 * 3 * 34 + 4 * 32) * 4 = 2144 bytes.
    assertThat(PanelWidth.of(List.of(convolution(4, 32)))).isEqualTo(80);
    // (8 * 3 * 34 + 8 * 32) * 4 = 4288 bytes, 61 samples.
    assertThat(PanelWidth.of(List.of(convolution(8, 32)))).isEqualTo(48);
    assertThat(PanelWidth.of(List.of(convolution(64, 224)))).isEqualTo(16);
  }

  @Test
  void aFewConvolutionsBeforeLargeDenseLayersDecideNothing() {
    assertThat(PanelWidth.of(List.of(convolution(16, 32), WeightGeometry.dense(4096, 4096, true)))).isEqualTo(80);
  }

  private static WeightGeometry convolution(int channels, int size) {
    return new WeightGeometry(channels, channels, size, size, 3, 3, 1, 1, 1, 1, 1, true);
  }
}
