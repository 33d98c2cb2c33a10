package dev.espalier.bench.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PatternTest {

  @ParameterizedTest
  @ValueSource(strings = {"random", "block:4x1", "block:2x8", "nm:2:4", "nm:1:8:4"})
  void aPatternPrintsAsItIsWritten(String text) {
    assertThat(Pattern.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "rows", "block:0x1", "block:4", "nm:2", "nm:0:4", "block:-1x1", "nm:2:4:0"})
  void anUnknownPatternIsRefusedWithTheLegalForms(String text) {
    assertThatThrownBy(() -> Pattern.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("block:4x1")
        .hasMessageContaining("nm:2:4")
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void keepingAllOfAGroupIsNoPattern() {
    assertThatThrownBy(() -> Pattern.parse("nm:4:4")).hasMessageContaining("N is below M");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.9, 0.98})
  void randomPlacesAreExactlyAsManyAsAsked(double sparsity) {
    SparseMatrix matrix = Pattern.parse("random").draw(50, 40, sparsity, 7);
    assertThat(matrix.kept()).isEqualTo((int) Math.round((1 - sparsity) * 2000));
    assertThat(matrix.dense()).hasSize(2000);
    assertThat(matrix.gather(matrix.dense())).isEqualTo(matrix.values());
  }

  @Test
  void everyColumnAndRowIsHitByARandomPattern() {
    SparseMatrix matrix = Pattern.parse("random").draw(64, 64, 0.5, 7);
    assertThat(matrix.indices()).contains(0, 63);
    for (int row = 0; row < 64; row++) {
      assertThat(matrix.pointers()[row + 1] - matrix.pointers()[row]).isBetween(12, 52);
    }
  }

  @Test
  void blocksAreWhole() {
    SparseMatrix matrix = Pattern.parse("block:4x2").draw(16, 10, 0.8, 3);
    float[] dense = matrix.dense();
    assertThat(matrix.kept()).isEqualTo(4 * 8);
    for (int row = 0; row < 16; row += 4) {
      for (int column = 0; column < 10; column += 2) {
        boolean kept = dense[row * 10 + column] != 0;
        for (int i = 0; i < 8; i++) {
          assertThat(dense[(row + i / 2) * 10 + column + i % 2] != 0).isEqualTo(kept);
        }
      }
    }
  }

  @Test
  void blocksAtTheEdgeAreCut() {
    SparseMatrix matrix = Pattern.parse("block:4x4").draw(5, 5, 0.01, 3);
    assertThat(matrix.kept()).isEqualTo(25);
  }

  @Test
  void groupsKeepExactlyTheirNumberAndShareItAmongRows() {
    SparseMatrix matrix = Pattern.parse("nm:2:4:8").draw(16, 12, 0.5, 3);
    assertThat(matrix.sparsity()).isEqualTo(0.5);
    for (int row = 0; row < 16; row++) {
      for (int group = 0; group < 3; group++) {
        int kept = 0;
        for (int i = matrix.pointers()[row]; i < matrix.pointers()[row + 1]; i++) {
          kept += matrix.indices()[i] / 4 == group ? 1 : 0;
        }
        assertThat(kept).isEqualTo(2);
      }
      int[] indices = java.util.Arrays.copyOfRange(
          matrix.indices(), matrix.pointers()[row], matrix.pointers()[row + 1]);
      int first = row / 8 * 8;
      assertThat(indices)
          .isEqualTo(java.util.Arrays.copyOfRange(
              matrix.indices(), matrix.pointers()[first], matrix.pointers()[first + 1]));
    }
  }

  @Test
  void theSameSeedDrawsTheSameMatrix() {
    SparseMatrix once = Pattern.parse("random").draw(9, 9, 0.5, 3);
    SparseMatrix again = Pattern.parse("random").draw(9, 9, 0.5, 3);
    SparseMatrix other = Pattern.parse("random").draw(9, 9, 0.5, 4);
    assertThat(again.dense()).isEqualTo(once.dense());
    assertThat(other.dense()).isNotEqualTo(once.dense());
  }
}
