package dev.espalier.bench.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShapeSpecTest {

  @Test
  void eachFormIsRead() {
    assertThat(ShapeSpec.parse("512x256x384")).isEqualTo(new ProductShape(512, 256, 384));
    assertThat(ShapeSpec.parse("16x32x30-8x64")).isEqualTo(new ConvolutionShape(16, 32, 30, 8, 64));
    assertThat(ShapeSpec.parse("64x128x4x32")).isEqualTo(new BlockShape(64, 128, 4, 32));
    assertThat(ShapeSpec.parse("784-300-10x128")).isEqualTo(new NetworkShape(List.of(784, 300, 10), 128));
    assertThat(ShapeSpec.parse("resnet20x64")).isEqualTo(new ResidualShape(20, 32, 64));
  }

  @ParameterizedTest
  @ValueSource(strings = {"512x256x384", "16x32x30-8x64", "64x128x4x32", "784-300-10x128", "resnet20x64"})
  void aShapePrintsAsItIsWritten(String text) {
    assertThat(ShapeSpec.parse(text)).hasToString(text);
  }

  @Test
  void onlyABatchOfOneIsForLatency() {
    assertThat(ShapeSpec.parse("8-4x1").kinds()).contains(Kind.LATENCY);
    assertThat(ShapeSpec.parse("8-4x2").kinds()).containsExactly(Kind.TRAINING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "512", "512x512", "1x2x3x4x5", "16x32x32-8", "784x3", "axbxc", "5-x1", "1234567x1x1"})
  void anotherFormIsRefusedWithTheLegalOnes(String text) {
    assertThatThrownBy(() -> ShapeSpec.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("MxKxN")
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void headsThatDoNotDivideTheWidthAreRefused() {
    assertThatThrownBy(() -> ShapeSpec.parse("64x128x3x32")).hasMessageContaining("3 does not divide 128");
  }

  @Test
  void aResidualNetworkHasSixLayersABlockAndTwo() {
    assertThatThrownBy(() -> ShapeSpec.parse("resnet19x64")).hasMessageContaining("6n + 2");
  }

  @Test
  void anExtentOfZeroIsRefused() {
    assertThatThrownBy(() -> ShapeSpec.parse("5x0x5")).hasMessageContaining("at least 1");
  }
}
