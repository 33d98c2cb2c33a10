package dev.espalier.runtime.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.runtime.model.WeightGeometry;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErdosRenyiTest {

  private static final WeightGeometry HIDDEN1 = WeightGeometry.dense(300, 784, true);
  private static final WeightGeometry HIDDEN2 = WeightGeometry.dense(100, 300, true);
  private static final WeightGeometry LOGITS = WeightGeometry.dense(10, 100, true);

  /**
   * LeNet-300-100 at 90 %: 26,620 of 266,200 weights stay. {@code (in + out)} is 1084, 400, 110, so that the scale
   * would be 26,620 / 1594 = 16.7 and the last layer would keep 1837 of 1000 weights: it stays dense, and the others
   * share 25,620 by 1084 : 400.
   */
  @Test
  void aLayerThatWouldOverflowStaysDenseAndTheOthersShareTheRest() {
    double[] densities = ErdosRenyi.densities(List.of(HIDDEN1, HIDDEN2, LOGITS), 0.9);
    double scale = 25_620.0 / 1484;
    assertThat(densities[0]).isCloseTo(scale * 1084 / 235_200, within(1e-12));
    assertThat(densities[1]).isCloseTo(scale * 400 / 30_000, within(1e-12));
    assertThat(densities[2]).isEqualTo(1);
  }

  @Test
  void togetherTheLayersReachTheSparsity() {
    List<WeightGeometry> layers = List.of(HIDDEN1, HIDDEN2, LOGITS);
    for (double sparsity = 0; sparsity < 0.999; sparsity += 0.037) {
      double[] densities = ErdosRenyi.densities(layers, sparsity);
      double kept = 0;
      for (int i = 0; i < densities.length; i++) {
        assertThat(densities[i]).isPositive().isLessThanOrEqualTo(1);
        kept += densities[i] * layers.get(i).size();
      }
      assertThat(kept).isCloseTo((1 - sparsity) * 266_200, within(1e-6));
    }
  }

  /** 16 filters over 8 channels, 3 x 3: (16 + 8 + 3 + 3) / 1152 against (64 + 1024) / 65,536 of the dense layer. */
  @Test
  void kernelsCountTheirExtentsToo() {
    WeightGeometry convolution = new WeightGeometry(16, 8, 14, 14, 3, 3, 1, 1, 1, 1, 1, true);
    WeightGeometry dense = WeightGeometry.dense(64, 1024, true);
    double[] densities = ErdosRenyi.densities(List.of(convolution, dense), 0.99);
    assertThat(densities[0] / densities[1]).isCloseTo((30.0 / 1152) / (1088.0 / 65_536), within(1e-12));
  }
}
