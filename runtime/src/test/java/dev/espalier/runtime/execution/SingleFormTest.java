package dev.espalier.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.random.Randomness;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SingleFormTest {
  private static final int X = 12;

  @AfterEach
  void forget() {
    System.clearProperty(FormChoice.PROPERTY);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 9", "2, 3", "5, 1", "7, 17", "8, 4", "33, 50"})
  void everyFormIsTheMatrixProductForEveryMaskAndShareOfZeros(int rows, int columns) {
    float[] bias = Masks.weights(Masks.of(rows, 1).get("nothing pruned"), rows);
    Masks.of(rows, columns).forEach((name, kept) -> {
      float[] weights = Masks.weights(kept, rows * columns);
      for (float[] b : new float[][] {bias, null}) {
        WeightGeometry geometry = WeightGeometry.dense(rows, columns, b != null);
        for (SingleForm form : List.of(SingleDense.of(geometry, weights), SingleSparse.of(geometry, weights, kept))) {
          for (float zeros : new float[] {0, 0.3f, 0.8f, 1}) {
            check(name + ", " + form.label() + ", zeros " + zeros, form, rows, columns, weights, b, zeros);
          }
        }
      }
    });
  }

  private static void check(
      String name, SingleForm form, int rows, int columns, float[] weights, float[] bias, float zeros) {
    Randomness random = Randomness.stream(1, "x", 0);
    int y = X + columns + 3;
    float[] slab = new float[y + rows + 2];
    Arrays.fill(slab, Float.NaN);
    for (int i = 0; i < columns; i++) {
      slab[X + i] = random.nextFloat(0, 1) < zeros ? 0 : random.nextFloat(-1, 1);
    }
    form.multiply(slab, X, y, bias);
    for (int row = 0; row < rows; row++) {
      double sum = bias == null ? 0 : bias[row];
      for (int i = 0; i < columns; i++) {
        sum += (double) weights[row * columns + i] * slab[X + i];
      }
      assertThat((double) slab[y + row]).as("%s, row %d", name, row).isCloseTo(sum, within(1e-5));
    }
    assertThat(slab[y - 1]).as("before the result").isNaN();
    assertThat(slab[y + rows]).as("behind the result").isNaN();
  }

  @Test
  void theKeptWeightsAreTakenWhereThereAreFewUnlessAFormIsForced() {
    WeightGeometry geometry = WeightGeometry.dense(4, 10, true);
    BitSet few = new BitSet();
    few.set(3, 12);
    BitSet many = new BitSet();
    many.set(0, 39);
    assertThat(FormChoice.single("layer", geometry, new float[40], few)).isInstanceOf(SingleSparse.class);
    assertThat(FormChoice.single("layer", geometry, new float[40], many)).isInstanceOf(SingleDense.class);
    System.setProperty(FormChoice.PROPERTY, "dense");
    assertThat(FormChoice.single("layer", geometry, new float[40], few)).isInstanceOf(SingleDense.class);
    System.setProperty(FormChoice.PROPERTY, "panels");
    assertThat(FormChoice.single("layer", geometry, new float[40], many)).isInstanceOf(SingleSparse.class);
  }

  @Test
  void convolutionsAndForeignSizesAreRefused() {
    WeightGeometry convolution = new WeightGeometry(1, 1, 5, 5, 3, 3, 1, 1, 1, 1, 1, false);
    assertThatThrownBy(() -> SingleDense.of(convolution, new float[9])).hasMessageContaining("is a convolution");
    WeightGeometry dense = WeightGeometry.dense(2, 3, false);
    BitSet beyond = new BitSet();
    beyond.set(6);
    assertThatThrownBy(() -> SingleSparse.of(dense, new float[6], beyond)).hasMessageContaining("keeps weight 6");
    assertThatThrownBy(() -> SingleDense.of(dense, new float[5])).hasMessageContaining("has 6, but 5 were given");
  }
}
