package dev.espalier.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.runtime.model.WeightGeometry;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DenseFormTest {

  private static float[] numbered(int size) {
    float[] weights = new float[size];
    for (int i = 0; i < size; i++) {
      weights[i] = i;
    }
    return weights;
  }

  @Test
  void tilesHoldTheRowsOfAColumnSideBySide() {
    DenseForm form = DenseForm.inTiles(WeightGeometry.dense(4, 3, true), numbered(12));
    assertThat(form.values()).containsExactly(0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11);
    assertThat(form.weightsRead()).isEqualTo(12);
  }

  @Test
  void theLastTileIsTheLastRowsSomeASecondTime() {
    assertThat(DenseForm.height(7)).isEqualTo(4);
    DenseForm form = DenseForm.inTiles(WeightGeometry.dense(7, 1, false), numbered(7));
    assertThat(form.firstRows()).containsExactly(0, 3);
    assertThat(form.values()).containsExactly(0, 1, 2, 3, 3, 4, 5, 6);
    assertThat(form.weightsRead()).isEqualTo(7);
    assertThat(form.bytes()).isEqualTo(40);
  }

  @Test
  void tilesAreAsHighAsLeavesLittleOver() {
    assertThat(IntStream.of(1, 3, 5, 10, 12, 16, 100, 512).map(DenseForm::height).toArray())
        .containsExactly(1, 3, 5, 5, 6, 4, 6, 6);
  }

  @Test
  void rowsAreTakenAsTheyAre() {
    float[] weights = numbered(12);
    assertThat(DenseForm.of(WeightGeometry.dense(4, 3, true), weights).values()).isSameAs(weights);
  }

  @Test
  void sizesMustAgree() {
    assertThatThrownBy(() -> DenseForm.inTiles(WeightGeometry.dense(4, 3, true), numbered(11)))
        .hasMessage("A layer of 4 x 3 weights has 12, but 11 were given.");
  }
}
