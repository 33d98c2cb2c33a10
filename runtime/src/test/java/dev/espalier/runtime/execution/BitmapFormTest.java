package dev.espalier.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.BitSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitmapFormTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 17})
  void everyMaskIsHeldAcrossWords(int columns) {
    int rows = 5;
    float[] weights = new float[rows * columns];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i + 1;
    }
    for (BitSet kept : Masks.of(rows, columns).values()) {
      BitmapForm form =
          BitmapForm.of(WeightGeometry.dense(rows, columns, true), Layout.vector(columns), weights, kept);
      float[] unpacked = new float[weights.length];
      int words = (columns + 7) / 8;
      for (int i = 0; i < form.words().length; i++) {
        int row = i / words;
        for (int k = form.setPointers()[form.words()[i]]; k < form.setPointers()[form.words()[i] + 1]; k++) {
          int tap = form.lines()[form.groups()[row] + i % words * 8 + form.setBits()[k]];
          unpacked[row * columns + tap] = form.values()[form.starts()[i] + k];
        }
      }
      for (int i = 0; i < weights.length; i++) {
        assertThat(unpacked[i]).as("weight %d", i).isEqualTo(kept.get(i) ? weights[i] : 0);
      }
      assertThat(form.weightsRead()).isEqualTo(kept.cardinality());
    }
  }
}
