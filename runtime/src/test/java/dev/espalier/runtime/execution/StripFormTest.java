package dev.espalier.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class StripFormTest {

  private static float[] numbered(int size) {
    float[] weights = new float[size];
    for (int i = 0; i < size; i++) {
      weights[i] = i + 1;
    }
    return weights;
  }

  /** The matrix that a form of a dense layer multiplies by. */
  private static float[] unpacked(StripForm form, int rows, int columns) {
    float[] weights = new float[rows * columns];
    int height = form.order().length / (form.pointers().length - 1);
    for (int strip = 0; strip + 1 < form.pointers().length; strip++) {
      for (int k = form.pointers()[strip]; k < form.pointers()[strip + 1]; k++) {
        for (int place = 0; place < height; place++) {
          weights[form.order()[height * strip + place] * columns + form.taps()[k]] = form.values()[height * k + place];
        }
      }
    }
    return weights;
  }

  private static float[] masked(float[] weights, BitSet kept) {
    float[] masked = weights.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] = kept.get(i) ? masked[i] : 0;
    }
    return masked;
  }

  @Test
  void everyMaskIsHeldInEveryHeight() {
    int rows = 7;
    int columns = 9;
    float[] weights = numbered(rows * columns);
    for (BitSet kept : Masks.of(rows, columns).values()) {
      float[] expected = masked(weights, kept);
      for (int height = 1; height <= rows; height++) {
        WeightGeometry geometry = WeightGeometry.dense(rows, columns, true);
        Layout input = Layout.vector(columns);
        assertThat(unpacked(StripForm.of(height, geometry, input, expected, kept), rows, columns)).isEqualTo(expected);
      }
    }
  }

  @Test
  void tapsAreGivenInFloatsForEveryWidthOfPanels() {
    BitSet kept = new BitSet();
    kept.set(1);
    kept.set(6 + 4);
    StripForm form = StripForm.of(2, WeightGeometry.dense(2, 6, false), Layout.vector(6), numbered(12), kept);
    assertThat(form.taps(1)).containsExactly(1, 4);
    assertThat(form.taps(48)).containsExactly(48, 192);
    assertThat(form.taps(16)).containsExactly(16, 64);
    assertThat(form.taps(48)).isSameAs(form.taps(48)).containsExactly(48, 192);
  }

  @Test
  void blocksAreReadWithoutAZero() {
    BitSet kept = new BitSet();
    for (int row = 4; row < 8; row++) {
      kept.set(row * 6 + 1);
      kept.set(row * 6 + 4);
    }
    StripForm form = StripForm.of(4, WeightGeometry.dense(8, 6, false), Layout.vector(6), numbered(48), kept);
    assertThat(form.pointers()).containsExactly(0, 0, 2);
    assertThat(form.taps()).containsExactly(1, 4);
    assertThat(form.values()).containsExactly(26, 32, 38, 44, 29, 35, 41, 47);
    assertThat(form.weightsRead()).isEqualTo(8);
  }

  @Test
  void filtersOfDifferentGroupsReadTheirOwnChannels() {
    WeightGeometry geometry = new WeightGeometry(4, 2, 1, 1, 1, 1, 1, 1, 0, 0, 2, false);
    BitSet kept = new BitSet();
    kept.set(0, 4);
    StripForm form = StripForm.of(4, geometry, Layout.image(2, 1, 1), numbered(4), kept);
    assertThat(form.taps()).containsExactly(0, 1);
    assertThat(form.values()).containsExactly(1, 2, 0, 0, 0, 0, 3, 4);
  }

  @Test
  void aStripIsAsHighAsRowsAgreeAndATileHolds() {
    assertThat(new int[] {
        StripForm.height(1), StripForm.height(2), StripForm.height(3), StripForm.height(4), StripForm.height(5),
        StripForm.height(6), StripForm.height(7), StripForm.height(8), StripForm.height(16)})
        .containsExactly(0, 2, 3, 4, 5, 3, 4, 4, 4);
  }

  @Test
  void aWrongIndexIsRefused() {
    assertThatThrownBy(() -> StripForm.checked(new int[] {0, 1}, new int[] {0, 1}, new int[] {3},
        new float[2], 2, 3)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("tap 0 is 3");
    assertThatThrownBy(() -> StripForm.checked(new int[] {0, 0}, new int[] {0, 1}, new int[] {2},
        new float[2], 2, 3)).hasMessageContaining("row 1 stands in no strip");
    assertThatThrownBy(() -> StripForm.checked(new int[] {0, 2}, new int[] {0, 1}, new int[] {2},
        new float[2], 2, 3)).hasMessageContaining("computes row 2");
    assertThatThrownBy(() -> StripForm.checked(new int[] {0, 1}, new int[] {0, 1}, new int[] {2},
        new float[1], 2, 3)).hasMessageContaining("1 values");
    assertThatThrownBy(() -> StripForm.of(3, WeightGeometry.dense(2, 2, true), Layout.vector(2), new float[4],
        new BitSet())).hasMessageContaining("1 to 2 rows, not 3");
  }
}
