package dev.espalier.runtime.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PositionsTest {

  private static WeightGeometry window(int height, int width, int kernel, int stride, int padding) {
    return new WeightGeometry(1, 1, height, width, kernel, kernel, stride, stride, padding, padding, 1, true);
  }

  private static Positions through(WeightGeometry geometry) {
    return Positions.through(geometry, List.of(Positions.uniform(geometry.height(), geometry.width())));
  }

  @Test
  void bordersOfAPaddedConvolutionAreNotAlike() {
    Positions places = through(window(5, 4, 3, 1, 1));
    assertThat(places.rows()).containsExactly(0, 1, 1, 1, 2);
    assertThat(places.columns()).containsExactly(0, 1, 1, 2);
    assertThat(places.kinds()).isEqualTo(9);
    assertThat(places.kind(4, 1)).isEqualTo(7);
    assertThat(places.rowOf(7)).isEqualTo(4);
    assertThat(places.columnOf(7)).isEqualTo(1);
  }

  @Test
  void aStrideThatNeverReachesTheFarBorderKnowsOneBorder() {
    assertThat(through(window(6, 6, 3, 2, 1)).rows()).containsExactly(0, 1, 1);
    assertThat(through(window(6, 6, 3, 2, 0)).isUniform()).isTrue();
  }

  @Test
  void bordersGrowFromConvolutionToConvolution() {
    Positions first = through(window(7, 7, 3, 1, 1));
    Positions second = Positions.through(window(7, 7, 3, 1, 1), List.of(first));
    assertThat(second.rows()).containsExactly(0, 1, 2, 2, 2, 3, 4);
    assertThat(Positions.join(List.of(Positions.uniform(7, 7), second))).isEqualTo(second);
  }

  @Test
  void whatSumsBeginWithIsWrittenPlaceByPlaceOnEveryLane() {
    Positions places = through(window(3, 3, 3, 1, 1));
    float[] values = new float[18];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    BitSet second = new BitSet();
    second.set(1);
    Beginnings beginnings = new Beginnings(places, values).of(second).spread(second, 2);
    Layout layout = new Layout(2, 3, 3, 1, 1);
    float[] slab = new float[2 * layout.lines() + 5];
    beginnings.write(slab, 5, 2, layout, new int[] {1}, new float[] {7, 0.5f}, new int[] {0, 1, 2});
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 3; x++) {
        int at = 5 + 2 * layout.line(1, y, x);
        assertThat(new float[] {slab[at], slab[at + 1]}).containsOnly(9 + 3 * y + x + 0.5f);
      }
    }
    assertThat(slab[5 + 2 * layout.line(1, 0, -1)]).isZero();
    assertThat(beginnings.of(second).stored()).isEqualTo(9 + 3 + 3);
  }

  @Test
  void ofRowsThatBeginAlikeTheFirstIsWritten() {
    Positions places = through(window(5, 4, 3, 1, 1));
    float[] values = new float[9];
    Arrays.fill(values, 2);
    Beginnings beginnings = new Beginnings(places, values);
    assertThat(beginnings.alikeRows()).containsExactly(0, 1, 1, 1, 4);
    Layout layout = new Layout(1, 5, 4, 0, 0);
    float[] slab = new float[layout.lines()];
    beginnings.write(slab, 0, 1, layout, new int[] {0}, new float[] {1}, beginnings.alikeRows());
    for (int y = 0; y < 5; y++) {
      assertThat(slab[layout.line(0, y, 3)]).isEqualTo(y == 2 || y == 3 ? 0 : 3);
    }
  }
}
