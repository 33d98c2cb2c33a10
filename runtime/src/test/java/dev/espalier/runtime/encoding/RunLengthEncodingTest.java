package dev.espalier.runtime.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.dsl.Encoding;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class RunLengthEncodingTest {
  private static final RunLengthEncoding TWO_BITS = RunLengthEncoding.withRunBits(2);

  @Test
  void aLongerZeroRunNeedsAFillerValue() {
    assertThat(stored(TWO_BITS, 3)).isEqualTo(1);
    assertThat(stored(TWO_BITS, 4)).isEqualTo(2);
    assertThat(stored(TWO_BITS, 7)).isEqualTo(2);
    assertThat(stored(TWO_BITS, 8)).isEqualTo(3);
  }

  private static int stored(StorageEncoding encoding, int runBeforeTheOnlyValue) {
    float[] values = new float[20];
    values[runBeforeTheOnlyValue] = 1f;
    return encoding.encode(values, 4, 5).stored();
  }

  @Test
  void prunedWeightsAfterTheLastValueTakeNothing() {
    assertThat(TWO_BITS.bits(Masks.of(0), 1, 1000, 32)).isEqualTo(34);
  }

  @Test
  void aKeptZeroAfterALongestRunIsNoFiller() {
    float[] values = new float[12];
    values[11] = 5f;
    BitSet kept = Masks.of(3, 7, 11);

    EncodedTensor encoded = TWO_BITS.encode(values, kept, 3, 4);

    assertThat(encoded.stored()).isEqualTo(3);
    assertThat(encoded.decodeMask()).isEqualTo(kept);
    assertThat(Masks.rawBits(encoded.decode())).containsExactly(Masks.rawBits(values));
  }

  @Test
  void everyPatternThatCouldBeAFillerMayBeKept() {
    float[] values = new float[16];
    BitSet kept = Masks.of(3, 7, 11, 15);
    int[] patterns = {0, 0x8000_0000, 0x7FC0_0000, 0x7FC0_0001};
    for (int k = 0; k < 4; k++) {
      values[4 * k + 3] = Float.intBitsToFloat(patterns[k]);
    }

    EncodedTensor encoded = TWO_BITS.encode(values, kept, 4, 4);

    assertThat(encoded.layout()).containsExactly(2, 0x7FC0_0002);
    assertThat(encoded.decodeMask()).isEqualTo(kept);
    assertThat(Masks.rawBits(encoded.decode())).containsExactly(Masks.rawBits(values));
  }

  @Test
  void theFillerIsZeroUnlessAKeptWeightIs() {
    assertThat(TWO_BITS.encode(new float[] {1f, 0f}, 1, 2).layout()).containsExactly(2, 0);
    assertThat(TWO_BITS.encode(new float[] {1f, 0f}, Masks.of(0, 1), 1, 2).layout()).containsExactly(2, 0x8000_0000);
  }

  @Test
  void theChosenWidthIsTheSmallestOfAllWidths() {
    for (double sparsity : new double[] {0, 0.5, 0.9, 0.99, 0.999, 1}) {
      BitSet kept = Masks.random(10_000, sparsity, 5);
      long smallest = Long.MAX_VALUE;
      for (int width = 1; width <= RunLengthEncoding.MAX_RUN_BITS; width++) {
        smallest = Math.min(smallest, RunLengthEncoding.withRunBits(width).bits(kept, 100, 100, 32));
      }
      assertThat(StorageEncodings.of(Encoding.RUN_LENGTH).bits(kept, 100, 100, 32)).isEqualTo(smallest);
    }
  }

  @Test
  void theWidthGrowsWithTheRuns() {
    RunLengthEncoding chosen = RunLengthEncoding.smallest();

    assertThat(chosen.runBits(Masks.of(0, 1, 2), 32)).isEqualTo(1);
    assertThat(chosen.runBits(Masks.of(7, 15, 23), 32)).isEqualTo(3);
    assertThat(chosen.runBits(Masks.of(999, 1999, 2999), 32)).isEqualTo(10);
  }

  @Test
  void aWidthOutOfRangeIsRefused() {
    assertThatThrownBy(() -> RunLengthEncoding.withRunBits(0))
        .hasMessage("A run field has 1 to 16 bits, but 0 was given.");
    assertThatThrownBy(() -> RunLengthEncoding.withRunBits(17))
        .hasMessage("A run field has 1 to 16 bits, but 17 was given.");
  }
}
