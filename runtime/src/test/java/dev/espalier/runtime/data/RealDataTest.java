package dev.espalier.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealDataTest {

  /**
   * Mean and deviation of training pixels, near those of the whole set as published with the data sets' usual
   * normalisation.
   */
  @ParameterizedTest
  @CsvSource({"mnist, 0.1307, 0.3081, 5, 7", "fashion-mnist, 0.2860, 0.3530, 9, 9"})
  void imagesOfSixtyThousandRecordsAreReadWhole(
      String directory, double mean, double deviation, int firstTrain, int firstTest) {
    TrainTest data = IdxFiles.loadDirectory(ExternalData.find(directory));
    assertThat(data.train().name()).isEqualTo(directory);
    assertThat(data.train().size()).isEqualTo(60_000);
    assertThat(data.test().size()).isEqualTo(10_000);
    assertThat(data.train().inputs()).containsExactly(InputShape.of("image", 1, 28, 28));
    assertThat(data.train().classes()).isEqualTo(10);
    assertThat(data.train().label(0)).isEqualTo(firstTrain);
    assertThat(data.test().label(0)).isEqualTo(firstTest);
    Standardize fitted = Standardize.fitWhole(data.train().take(20_000));
    assertThat(fitted.means(0)[0]).isCloseTo((float) mean, within(2e-3f));
    assertThat(fitted.deviations(0)[0]).isCloseTo((float) deviation, within(2e-3f));
  }

  @Test
  void handwrittenDigitsOfEightByEight() {
    TrainTest data = CsvFile.options().label(-1).scale(1 / 16f).shape(1, 8, 8).input("image")
        .load(ExternalData.find("digits/optdigits.tra"), ExternalData.find("digits/optdigits.tes"));
    assertThat(data.train().size()).isEqualTo(3823);
    assertThat(data.test().size()).isEqualTo(1797);
    assertThat(data.train().classes()).isEqualTo(10);
    assertThat(data.train().inputs()).containsExactly(InputShape.of("image", 1, 8, 8));
    assertThat(data.train().copy(0, 0)).startsWith(0, 1 / 16f, 6 / 16f, 15 / 16f, 12 / 16f);
    assertThat(data.train().label(0)).isZero();
  }

  @Test
  void breastCancerHasAnIdAndNamedClasses() {
    Dataset data = CsvFile.options().label(1).ignore(0).load(ExternalData.find("tabular/wdbc.data"));
    assertThat(data.size()).isEqualTo(569);
    assertThat(data.inputs()).containsExactly(InputShape.of("features", 30));
    assertThat(data.classNames()).containsExactly("B", "M");
    assertThat(data.label(0)).isEqualTo(1);
    TrainTest parts = Standardize.both(data.split(0.8, 1));
    assertThat(parts.train().size()).isEqualTo(455);
    assertThat(parts.test().size()).isEqualTo(114);
    float[] means = Standardize.fit(parts.train()).means(0);
    for (float mean : means) {
      assertThat(mean).isCloseTo(0, within(1e-4f));
    }
  }

  @Test
  void wineHasItsClassInFrontAndNumbersWithoutALeadingZero() {
    Dataset data = CsvFile.options().label(0).load(ExternalData.find("tabular/wine.data"));
    assertThat(data.size()).isEqualTo(178);
    int[] counts = new int[data.classes()];
    for (int record = 0; record < data.size(); record++) {
      counts[data.label(record)]++;
    }
    assertThat(counts).containsExactlyInAnyOrder(59, 71, 48);
    assertThat(data.copy(0, 0)).hasSize(13).startsWith(14.23f, 1.71f).contains(.28f);
  }

  @Test
  void irisAndWineQualityAreGzipWithAHeader() {
    Dataset iris = CsvFile.options().header(true).label("species").load(ExternalData.find("tabular/iris.csv.gz"));
    assertThat(iris.size()).isEqualTo(150);
    assertThat(iris.classes()).isEqualTo(3);
    assertThat(iris.copy(0, 0)).containsExactly(5.1f, 3.5f, 1.4f, 0.2f);
    Path file = ExternalData.find("tabular/winequality-red.csv.gz");
    Dataset quality = CsvFile.options().header(true).target("quality").load(file);
    assertThat(quality.size()).isEqualTo(1599);
    assertThat(quality.inputs()).containsExactly(InputShape.of("features", 11));
    assertThat(quality.target(0)).containsExactly(5);
    assertThat(CsvFile.options().header(true).label("quality").load(file).classNames())
        .containsExactly("3", "4", "5", "6", "7", "8");
  }
}
