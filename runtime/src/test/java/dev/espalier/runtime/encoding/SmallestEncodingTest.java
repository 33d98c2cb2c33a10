package dev.espalier.runtime.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.dsl.Encoding;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SmallestEncodingTest {
  private static final int ROWS = 300;
  private static final int COLUMNS = 784;
  private static final double[] SPARSITIES =
      {0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.92, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9999, 0.99999};

  @Test
  void autoTakesTheSmallestAndItsPayloadHasThatSize() {
    for (double sparsity : SPARSITIES) {
      BitSet kept = Masks.random(ROWS * COLUMNS, sparsity, 11);
      Map<Encoding, Long> bits = StorageEncodings.bitsByEncoding(kept, ROWS, COLUMNS);
      long smallest = Collections.min(bits.values());

      EncodedTensor encoded =
          StorageEncodings.of(Encoding.AUTO).encode(new float[ROWS * COLUMNS], kept, ROWS, COLUMNS);

      assertThat(encoded.bits()).isEqualTo(smallest).isEqualTo(bits.get(encoded.kind()));
      assertThat(StorageEncodings.of(Encoding.AUTO).bits(kept, ROWS, COLUMNS, 32)).isEqualTo(smallest);
      assertThat(StorageEncodings.smallest(kept, ROWS, COLUMNS).kind()).isEqualTo(encoded.kind());
    }
  }

  @Test
  void denseThenBitmapThenCsrThenCooAsSparsityRises() {
    assertThat(winners(List.of(Encoding.DENSE, Encoding.BITMAP, Encoding.CSR, Encoding.COO)))
        .containsExactly(Encoding.DENSE, Encoding.BITMAP, Encoding.CSR, Encoding.COO);
  }

  @Test
  void aRunFieldOfChosenWidthTakesTheHighSparsitiesOfUniformMasksButTheExtreme() {
    assertThat(winners(List.of(Encoding.DENSE, Encoding.BITMAP, Encoding.RUN_LENGTH, Encoding.CSR, Encoding.COO)))
        .containsExactly(Encoding.DENSE, Encoding.BITMAP, Encoding.RUN_LENGTH, Encoding.COO);
  }

  /** The smallest of these encodings along rising sparsity, each once per stretch. */
  private static List<Encoding> winners(List<Encoding> among) {
    List<Encoding> winners = new ArrayList<>();
    for (double sparsity : SPARSITIES) {
      Map<Encoding, Long> bits =
          StorageEncodings.bitsByEncoding(Masks.random(ROWS * COLUMNS, sparsity, 11), ROWS, COLUMNS);
      Encoding best = among.getFirst();
      for (Encoding encoding : among) {
        if (bits.get(encoding) < bits.get(best)) {
          best = encoding;
        }
      }
      if (winners.isEmpty() || winners.getLast() != best) {
        winners.add(best);
      }
    }
    return winners;
  }

  @Test
  void csrAndCscAreTheSmallestOfAllWhereRunsExceedTheRunFieldAndLinesAreFew() {
    BitSet kept = new BitSet();
    new Random(17).ints(100, 0, 8 << 20).forEach(kept::set);

    assertThat(StorageEncodings.smallest(kept, 8, 1 << 20).kind()).isEqualTo(Encoding.CSR);
    assertThat(StorageEncodings.smallest(kept, 1 << 20, 8).kind()).isEqualTo(Encoding.CSC);
    assertThat(StorageEncodings.smallest(kept, 1 << 12, 1 << 11).kind()).isEqualTo(Encoding.COO);
  }

  @Test
  void manyNearlyEmptyRowsFavourCscAndManyFullOnesCsr() {
    Map<Encoding, Long> sparse = StorageEncodings.bitsByEncoding(Masks.random(1000 * 4, 0.99, 3), 1000, 4);
    Map<Encoding, Long> half = StorageEncodings.bitsByEncoding(Masks.random(1000 * 4, 0.5, 3), 1000, 4);

    assertThat(sparse)
        .containsEntry(Encoding.CSR, 40L * (32 + 2) + 1001 * 6)
        .containsEntry(Encoding.CSC, 40L * (32 + 10) + 5 * 6);
    assertThat(half)
        .containsEntry(Encoding.CSR, 2000L * (32 + 2) + 1001 * 11)
        .containsEntry(Encoding.CSC, 2000L * (32 + 10) + 5 * 11);
  }

  @Test
  void amongEqualsTheSimplestToDecodeIsTaken() {
    // Nothing is kept: run length, COO, CSR and CSC all take no bit.
    assertThat(StorageEncodings.smallest(Masks.of(), 4, 4).kind()).isEqualTo(Encoding.RUN_LENGTH);
  }

  @Test
  void theSizesStandInTheOrderOfTheLanguageWithoutAuto() {
    assertThat(StorageEncodings.bitsByEncoding(Masks.of(1), 2, 2).keySet()).containsExactly(
        Encoding.DENSE, Encoding.BITMAP, Encoding.RUN_LENGTH, Encoding.COO, Encoding.CSR, Encoding.CSC);
  }
}
