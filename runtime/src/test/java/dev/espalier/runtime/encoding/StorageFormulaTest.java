package dev.espalier.runtime.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.espalier.dsl.Encoding;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageFormulaTest {

  @Test
  void theFormulasGiveWhatOneCountsByHand() {
    // The lecture's 4 x 6 matrix with 8 values, at 32 bits: column indices of 3 bits, pointers of 4 up to 8.
    StorageFormula formula = new StorageFormula(4, 6, 1);

    assertThat(formula.bits(Encoding.DENSE, 8)).isEqualTo(24 * 32);
    assertThat(formula.bits(Encoding.BITMAP, 8)).isEqualTo(8 * 32 + 24);
    assertThat(formula.bits(Encoding.COO, 8)).isEqualTo(8 * (32 + 5));
    assertThat(formula.bits(Encoding.CSR, 8)).isEqualTo(8 * (32 + 3) + 5 * 4);
    assertThat(formula.bits(Encoding.CSC, 8)).isEqualTo(8 * (32 + 2) + 7 * 4);
    assertThat(formula.bits(Encoding.RUN_LENGTH, 24)).as("no run at all, in fields of 1 bit").isEqualTo(24 * 33);
    assertThat(formula.bits(Encoding.AUTO, 8)).isEqualTo(formula.bits(formula.smallest(8), 8));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 0.7, 0.95, 0.99})
  void onRandomMasksFormulaAndCountAgree(double sparsity) {
    StorageFormula formula = new StorageFormula(60, 83, 1);
    BitSet kept = Masks.random(60 * 83, sparsity, 5);
    Map<Encoding, Long> expected = new EnumMap<>(formula.bitsByEncoding(kept.cardinality()));
    Map<Encoding, Long> exact = new EnumMap<>(StorageEncodings.bitsByEncoding(kept, 60, 83));

    assertThat(expected.remove(Encoding.RUN_LENGTH))
        .isCloseTo(exact.remove(Encoding.RUN_LENGTH), withinPercentage(3));
    assertThat(expected).isEqualTo(exact);
  }

  @Test
  void runsOfPrunedFiltersAreLongAndTheirFillersAreExpected() {
    int columns = 6 * 3 * 3;
    StorageFormula formula = new StorageFormula(40, columns, columns);
    double mean = 0;
    for (int seed = 0; seed < 50; seed++) {
      BitSet filters = Masks.random(40, 0.75, seed);
      BitSet kept = new BitSet();
      filters.stream().forEach(f -> kept.set(f * columns, (f + 1) * columns));
      mean += StorageEncodings.bitsByEncoding(kept, 40, columns).get(Encoding.RUN_LENGTH) / 50.0;
    }
    assertThat((double) formula.bits(Encoding.RUN_LENGTH, 10L * columns)).isCloseTo(mean, withinPercentage(1));
  }

  @Test
  void theMeanNumberOfFillersIsThatOverAllMasks() {
    // 6 single weights, 2 kept, all 15 masks. Fields of b bits take the fillers of runs of 2^b and more.
    double[] bits = new double[4];
    int masks = 0;
    for (int first = 0; first < 6; first++) {
      for (int second = first + 1; second < 6; second++) {
        masks++;
        for (int b = 1; b < bits.length; b++) {
          bits[b] += (2 + (first >> b) + ((second - first - 1) >> b)) * (32 + b);
        }
      }
    }
    double smallest = Math.min(bits[1], Math.min(bits[2], bits[3])) / masks;
    assertThat(new StorageFormula(2, 3, 1).bits(Encoding.RUN_LENGTH, 2)).isEqualTo(Math.round(smallest));
  }

  @Test
  void crossoversStartDenseAndEndWhereFewIndicesAreBest() {
    var crossovers = new StorageFormula(300, 784, 1).crossovers();

    assertThat(crossovers.getFirst()).isEqualTo(new StorageFormula.Crossover(Encoding.DENSE, 0));
    assertThat(crossovers).extracting(StorageFormula.Crossover::encoding).contains(Encoding.BITMAP);
    assertThat(crossovers).extracting(StorageFormula.Crossover::sparsity).isSorted();
  }

  @Test
  void breakEvenIsWhereAnEncodingFirstBeatsDense() {
    StorageFormula formula = new StorageFormula(300, 784, 1);

    // Bitmap: 32 (1-p) + 1 < 32 from p > 1/32 on; COO: (1-p) (32 + 18) < 32 from p > 0.36 on.
    assertThat(formula.breakEven(Encoding.BITMAP)).hasValue(0.032);
    assertThat(formula.breakEven(Encoding.COO)).hasValue(0.361);
    assertThat(formula.breakEven(Encoding.DENSE)).isEmpty();
  }

  @Test
  void bitsFallAsSparsityRises() {
    Random random = new Random(3);
    for (Encoding encoding : Encoding.values()) {
      StorageFormula formula = new StorageFormula(50, 40, encoding == Encoding.BSR
          ? StoragePattern.of(new Tiling(50, 40, 5, 4))
          : Patterns.fitting(encoding));
      for (int i = 0; i < 100; i++) {
        int kept = 1 + random.nextInt(1_999);
        assertThat(formula.bits(encoding, kept)).as("%s %s", encoding, kept)
            .isLessThanOrEqualTo(formula.bits(encoding, kept + 1));
      }
    }
  }
}
