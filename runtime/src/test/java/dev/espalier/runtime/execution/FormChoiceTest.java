package dev.espalier.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.random.Randomness;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By the built-in rates, which tests run with. */
class FormChoiceTest {

  @ParameterizedTest
  @CsvSource({
    "1.0, 80, dense", "0.75, 80, dense", "0.5, 80, row-blocks", "0.2, 80, row-blocks", "0.05, 80, rows", "0.02, 80, rows",
    "0.5, 16, dense", "0.2, 16, rows", "0.02, 16, rows"
  })
  void theCheapestFormOfALargeLayer(double density, int lanes, String form) {
    assertThat(choice(WeightGeometry.dense(512, 512, true), density, lanes).form().label()).isEqualTo(form);
  }

  @Test
  void shortRowsAreNotCut() {
    assertThat(choice(WeightGeometry.dense(512, 128, true), 0.2, 80).form().label()).isEqualTo("rows");
  }

  @Test
  void theReasonHasTheEstimates() {
    assertThat(choice(WeightGeometry.dense(64, 256, true), 0.1, 48).reason()).matches(
        "density 0\\.\\d+; microseconds on 48 lanes, estimated by built-in rates: dense [\\d.]+, rows [\\d.]+, "
            + "row-blocks [\\d.]+");
  }

  @Test
  void blocksHoldTheSameWeightsInOrder() {
    WeightGeometry geometry = WeightGeometry.dense(7, 300, false);
    Layout input = Layout.vector(300);
    float[] weights = new float[geometry.size()];
    BitSet kept = random(geometry, 0.2);
    kept.stream().forEach(i -> weights[i] = i + 1);
    RowForm form = RowForm.inBlocks(geometry, input, weights, kept);
    assertThat(form.blocks()).isEqualTo(3);
    assertThat(form.pointers(0)[0]).isZero();
    assertThat(form.pointers(2)[7]).isEqualTo(kept.cardinality());
    float[] unpacked = new float[geometry.size()];
    for (int block = 0; block < 3; block++) {
      for (int row = 0; row < 7; row++) {
        for (int k = form.pointers(block)[row]; k < form.pointers(block)[row + 1]; k++) {
          assertThat(form.taps()[k]).isBetween(100 * block, 100 * block + 99);
          unpacked[row * 300 + form.taps()[k]] = form.values()[k];
        }
      }
    }
    assertThat(unpacked).isEqualTo(weights);
    assertThat(RowForm.inBlocks(geometry, input, weights, random(geometry, 0.6)).blocks()).isEqualTo(5);
  }

  private static FormChoice choice(WeightGeometry geometry, double density, int lanes) {
    LayerInfo layer = new LayerInfo("layer", "Dense", List.of("x"), Layout.vector(geometry.filters()), geometry,
        PrunePolicy.toSparsity(0.5));
    return FormChoice.of(
        layer, Remaining.whole(geometry, new float[geometry.size()], random(geometry, density), null), lanes);
  }

  private static BitSet random(WeightGeometry geometry, double density) {
    Randomness random = Randomness.stream(5, "choice", 0);
    BitSet kept = new BitSet(geometry.size());
    for (int i = 0; i < geometry.size(); i++) {
      kept.set(i, random.nextFloat(0, 1) < density);
    }
    return kept;
  }
}
