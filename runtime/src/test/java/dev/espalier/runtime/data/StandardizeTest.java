package dev.espalier.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class StandardizeTest {

  private static final Dataset TABLE = Dataset.builder("table")
      .input("x", new int[] {3}, new float[] {1, 10, 5, 3, 30, 5, 100, 200, 6}).labels(new int[] {0, 1, 2}, 3).build();

  @Test
  void featuresTakeMeanAndDeviationOfTheTrainingRecordsAlone() {
    Dataset train = TABLE.take(2);
    Standardize fitted = Standardize.fit(train);
    assertThat(fitted.means(0)).containsExactly(2, 20, 5);
    assertThat(fitted.deviations(0)).containsExactly(1, 10, 1);
    assertThat(fitted.apply(train).copy(0, 0)).containsExactly(-1, -1, 0);
    Dataset test = fitted.apply(TABLE.subset(2, 3));
    assertThat(test.copy(0, 0)).containsExactly(98, 18, 1);
    assertThat(test.label(0)).isEqualTo(2);
    assertThat(TABLE.copy(2, 0)).containsExactly(100, 200, 6);
  }

  @Test
  void imagesTakeOneMeanAndDeviation() {
    Dataset images = Dataset.builder("images")
        .pixels("image", new int[] {1, 1, 2}, new byte[] {0, (byte) 200, 0, (byte) 200}, 0.01f)
        .labels(new int[2], 1).build();
    Dataset scaled = Standardize.fitWhole(images).apply(images);
    assertThat(scaled.copy(1, 0)).containsExactly(-1, 1);
    Dataset floats = Dataset.builder("floats").input("image", new int[] {1, 1, 2}, new float[] {0, 2, 0, 2})
        .labels(new int[2], 1).build();
    assertThat(Standardize.fitWhole(floats).apply(floats).copy(1, 0)).containsExactly(-1, 1);
    assertThat(Standardize.whole(new TrainTest(floats, floats.take(1))).test().copy(0, 0)).containsExactly(-1, 1);
  }

  @Test
  void otherInputsThanTheFittedAreRefused() {
    Standardize fitted = Standardize.fit(TABLE);
    assertThatExceptionOfType(DataException.class).isThrownBy(() -> fitted.apply(TABLE.rename("x", "y")))
        .withMessageContaining("needs the inputs of the training set");
  }
}
