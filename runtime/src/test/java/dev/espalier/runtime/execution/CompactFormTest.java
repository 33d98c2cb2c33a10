package dev.espalier.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class CompactFormTest {

  private static float[] numbered(int size) {
    float[] weights = new float[size];
    for (int i = 0; i < size; i++) {
      weights[i] = i + 1;
    }
    return weights;
  }

  private static BitSet rows(int... rows) {
    BitSet bits = new BitSet();
    for (int row : rows) {
      bits.set(row);
    }
    return bits;
  }

  @Test
  void rowsAndColumnsThatAreGoneAreNotRead() {
    BitSet kept = new BitSet();
    for (int row : new int[] {0, 3, 4, 9}) {
      for (int column : new int[] {2, 5, 6}) {
        kept.set(row * 8 + column);
      }
    }
    WeightGeometry geometry = WeightGeometry.dense(10, 8, true);
    CompactForm form =
        CompactForm.of(geometry, Layout.vector(8), numbered(80), kept, rows(0, 3, 4, 9));
    assertThat(form.label()).isEqualTo("compacted dense");
    assertThat(form.strips()).containsExactly(0, 1);
    assertThat(form.order()).containsExactly(0, 3, 4, 9);
    assertThat(form.taps()).containsExactly(2, 5, 6);
    assertThat(form.values()).startsWith(3, 27, 35, 75, 6, 30);
  }

  @Test
  void rowsThatAreConstantStandInStripsThatReadNothing() {
    BitSet kept = new BitSet();
    kept.set(0, 14);
    CompactForm form =
        CompactForm.of(
            WeightGeometry.dense(9, 2, true), Layout.vector(2), numbered(18), kept, rows(0, 1, 2, 3, 4, 5, 6, 8));
    assertThat(form.strips()).containsExactly(0, 3);
    assertThat(form.pointers()).containsExactly(0, 2, 4, 4);
    assertThat(form.order()).containsExactly(0, 1, 2, 3, 3, 4, 5, 6, 8, 8, 8, 8);
  }

  @Test
  void aChannelIsReadWithAllTapsOfItsKernelFromItsFirstLine() {
    WeightGeometry geometry = new WeightGeometry(2, 3, 4, 5, 1, 2, 1, 1, 0, 1, 1, false);
    BitSet kept = new BitSet();
    kept.set(4, 6);
    kept.set(11);
    CompactForm form = CompactForm.of(geometry, geometry.input(), numbered(12), kept, rows(0, 1));
    assertThat(form.taps()).containsExactly(2 * 4 * 7);
    assertThat(form.values()).containsExactly(5, 11, 6, 12);
  }

  @Test
  void stripsOfOneTapAreLowerThanThoseOfSeveral() {
    assertThat(CompactForm.height(WeightGeometry.dense(10, 8, true))).isEqualTo(4);
    assertThat(CompactForm.height(new WeightGeometry(10, 3, 4, 5, 1, 1, 1, 1, 0, 0, 1, false))).isEqualTo(4);
    assertThat(CompactForm.height(new WeightGeometry(10, 3, 4, 5, 1, 2, 1, 1, 0, 1, 1, false))).isEqualTo(6);
  }

  @Test
  void groupsHaveStripsOfTheirOwn() {
    WeightGeometry depthwise = new WeightGeometry(3, 3, 2, 2, 1, 1, 1, 1, 0, 0, 3, true);
    BitSet kept = new BitSet();
    kept.set(0, 3);
    CompactForm form = CompactForm.of(depthwise, depthwise.input(), numbered(3), kept, rows(0, 2));
    assertThat(CompactForm.height(depthwise)).isEqualTo(1);
    assertThat(form.order()).containsExactly(0, 2);
    assertThat(form.taps()).containsExactly(0, 8);
    assertThat(form.values()).containsExactly(1, 3);
  }

  @Test
  void aRowThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> CompactForm.of(
        WeightGeometry.dense(2, 2, true), Layout.vector(2), new float[4], new BitSet(), rows(2)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("row 2");
  }
}
