package dev.espalier.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class RowFormTest {

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int bit : set) {
      bits.set(bit);
    }
    return bits;
  }

  @Test
  void ofADenseLayerTapsAreColumns() {
    WeightGeometry geometry = WeightGeometry.dense(3, 4, true);
    float[] weights = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    RowForm rows = RowForm.of(geometry, Layout.vector(4), weights, bits(1, 3, 8, 11));
    assertThat(rows.pointers()).containsExactly(0, 2, 2, 4);
    assertThat(rows.taps()).containsExactly(1, 3, 0, 3);
    assertThat(rows.values()).containsExactly(2, 4, 9, 12);
    assertThat(rows.weightsRead()).isEqualTo(4);
    assertThat(rows.bytes()).isEqualTo(4 * (4 + 4 + 4));
  }

  @Test
  void ofAGroupedConvolutionTapsAreLinesOfTheHaloedInputFromTheWindowsFirst() {
    // 4 channels of 5 x 6 in 2 groups, 4 filters of 3 x 2, padding 1 x 0, in a halo of 2 x 1.
    WeightGeometry geometry = new WeightGeometry(4, 4, 5, 6, 3, 2, 1, 1, 1, 0, 2, false);
    Layout input = new Layout(4, 5, 6, 2, 1);
    float[] weights = new float[geometry.size()];
    weights[0] = 1;
    // Row 2 is of group 1: its channel 1 is channel 3 of the input; kernel row 2, column 1.
    int at = 2 * 12 + 6 + 2 * 2 + 1;
    weights[at] = 2;
    RowForm rows = RowForm.of(geometry, input, weights, bits(0, at));
    int plane = (5 + 4) * (6 + 2);
    assertThat(rows.pointers()).containsExactly(0, 1, 1, 2, 2);
    assertThat(rows.taps()).containsExactly(0, 3 * plane + 2 * 8 + 1);
    assertThat(rows.values()).containsExactly(1, 2);
  }

  @Test
  void keptZerosStay() {
    RowForm rows = RowForm.of(WeightGeometry.dense(1, 3, false), Layout.vector(3), new float[] {0, 0, 5}, bits(0, 2));
    assertThat(rows.values()).containsExactly(0, 5);
  }

  @Test
  void whatCouldLeaveTheSlabIsRefused() {
    assertThatThrownBy(() -> RowForm.checked(new int[] {0, 1}, new int[] {4}, new float[1], 1, 4))
        .hasMessageContaining("0 to 3").hasMessageContaining("tap 0 is 4");
    assertThatThrownBy(() -> RowForm.checked(new int[] {0, 1}, new int[] {-1}, new float[1], 1, 4))
        .hasMessageContaining("tap 0 is -1");
    assertThatThrownBy(() -> RowForm.checked(new int[] {0, 2, 1}, new int[1], new float[1], 2, 4))
        .hasMessageContaining("row 1 begins at 2 and the next at 1");
    assertThatThrownBy(() -> RowForm.checked(new int[] {0, 2}, new int[1], new float[1], 1, 4))
        .hasMessageContaining("from 0 to 1");
    assertThatThrownBy(() -> RowForm.checked(new int[] {0}, new int[0], new float[0], 1, 4))
        .hasMessageContaining("2 numbers");
    assertThatThrownBy(() -> RowForm.checked(new int[] {0, 1}, new int[2], new float[1], 1, 4))
        .hasMessageContaining("1 values and 2 taps");
  }

  @Test
  void anInputThatIsNotTheGeometrysIsRefused() {
    WeightGeometry geometry = new WeightGeometry(1, 1, 5, 5, 3, 3, 1, 1, 1, 1, 1, false);
    assertThatThrownBy(() -> RowForm.of(geometry, Layout.image(1, 5, 5), new float[9], bits(0)))
        .hasMessageContaining("padding of 1 x 1");
    assertThatThrownBy(() -> RowForm.of(geometry, new Layout(1, 5, 5, 1, 1), new float[8], bits(0)))
        .hasMessageContaining("has 9, but 8 were given");
  }
}
