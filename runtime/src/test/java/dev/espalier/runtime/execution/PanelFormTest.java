package dev.espalier.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PanelFormTest {

  private static float[] unpacked(PanelForm form, int rows, int columns) {
    float[] weights = new float[rows * columns];
    for (int place = 0; place < rows; place++) {
      int row = form.order()[place];
      int panel = place / PanelForm.ROWS;
      if (panel < rows / PanelForm.ROWS) {
        for (int s = form.sharedPointers()[panel]; s < form.sharedPointers()[panel + 1]; s++) {
          int at = PanelForm.ROWS * s + place % PanelForm.ROWS;
          weights[row * columns + form.sharedTaps()[s]] = form.sharedValues()[at];
        }
      }
      for (int k = form.pointers()[place]; k < form.pointers()[place + 1]; k++) {
        weights[row * columns + form.taps()[k]] = form.values()[k];
      }
    }
    return weights;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 9", "2, 3", "5, 1", "7, 17", "8, 4", "33, 50"})
  void everyMaskIsPackedWholeAndWithoutZeros(int rows, int columns) {
    Masks.of(rows, columns).forEach((name, kept) -> {
      float[] weights = Masks.weights(kept, rows * columns);
      PanelForm form = PanelForm.of(WeightGeometry.dense(rows, columns, true), Layout.vector(columns), weights, kept);
      assertThat(unpacked(form, rows, columns)).as(name).isEqualTo(weights);
      assertThat(form.weightsRead()).as(name).isEqualTo(kept.cardinality());
    });
  }

  @Test
  void rowsOfOnePatternMeet() {
    BitSet kept = new BitSet();
    for (int row = 0; row < 6; row++) {
      for (int i = row % 3; i < 9; i += 3) {
        kept.set(row * 9 + i);
      }
    }
    PanelForm form = PanelForm.of(WeightGeometry.dense(6, 9, true), Layout.vector(9), new float[54], kept);
    assertThat(form.order()).containsExactly(0, 3, 1, 4, 2, 5);
    assertThat(form.sharedShare()).isEqualTo(1);
    assertThat(form.taps()).isEmpty();
    assertThat(form.bytes()).isEqualTo(4 * (6 + 4 + 9 + 18 + 7));
  }

  @Test
  void rowsOfDifferentGroupsShareNothing() {
    WeightGeometry geometry = new WeightGeometry(2, 2, 4, 4, 2, 2, 1, 1, 0, 0, 2, false);
    BitSet kept = new BitSet();
    kept.set(0, 8);
    PanelForm form = PanelForm.of(geometry, Layout.image(2, 4, 4), new float[8], kept);
    assertThat(form.sharedTaps()).isEmpty();
    assertThat(form.taps()).containsExactly(0, 1, 4, 5, 16, 17, 20, 21);
  }

  @Test
  void whatCouldLeaveTheSlabIsRefused() {
    int[] none = {0, 0};
    int[] two = {0, 0, 0};
    assertThatThrownBy(() -> checked(new int[] {0, 2}, none, new int[0], 0, two)).hasMessageContaining("once");
    assertThatThrownBy(() -> checked(new int[] {1, 1}, none, new int[0], 0, two)).hasMessageContaining("[1, 1]");
    assertThatThrownBy(() -> checked(new int[] {1}, none, new int[0], 0, two)).hasMessageContaining("has 1 rows of 2");
    assertThatThrownBy(() -> checked(new int[] {1, 0}, new int[] {0, 1}, new int[] {4}, 2, two))
        .hasMessageContaining("0 to 3").hasMessageContaining("tap 0 is 4");
    assertThatThrownBy(() -> checked(new int[] {1, 0}, new int[] {0, 1}, new int[] {3}, 1, two))
        .hasMessageContaining("1 taps and 1 values");
    assertThatThrownBy(() -> checked(new int[] {1, 0}, none, new int[0], 0, new int[] {0, 1}))
        .hasMessageContaining("3 numbers");
  }

  private static PanelForm checked(int[] order, int[] sharedPointers, int[] sharedTaps, int shared, int[] pointers) {
    return PanelForm.checked(
        order, sharedPointers, sharedTaps, new float[shared], pointers, new int[0], new float[0], 2, 4);
  }
}
