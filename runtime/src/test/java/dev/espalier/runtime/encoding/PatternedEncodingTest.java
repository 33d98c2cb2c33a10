package dev.espalier.runtime.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.dsl.Encoding;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PatternedEncodingTest {

  private static StorageEncoding nOfM(int m, int stride) {
    return StorageEncodings.of(Encoding.N_OF_M, new StoragePattern(Tiling.ofElements(1, 1), m, stride));
  }

  private static StorageEncoding blocks(int rows, int columns) {
    return StorageEncodings.of(Encoding.BSR, StoragePattern.of(new Tiling(64, 64, rows, columns)));
  }

  /** 2:4 of two rows of eight: eight values of 32 bits with places of 2 bits. */
  @Test
  void twoOfFourTakesTwoBitsAPlace() {
    float[] values = {1, 0, 2, 0, 0, 3, 0, 4, 0, 0, 5, 6, 7, 8, 0, 0};
    EncodedTensor encoded = nOfM(4, 1).encode(values, 2, 8);
    assertThat(encoded.stored()).isEqualTo(8);
    assertThat(encoded.bits()).isEqualTo(8 * 32 + 8 * 2);
    assertThat(encoded.layout()).startsWith(2, 4, 1);
    BitReader in = encoded.reader();
    int[] places = new int[8];
    float[] stored = new float[8];
    for (int k = 0; k < 8; k++) {
      places[k] = in.read(2);
      stored[k] = Float.intBitsToFloat(in.read(32));
    }
    assertThat(places).containsExactly(0, 2, 1, 3, 2, 3, 0, 1);
    assertThat(stored).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(encoded.decode()).isEqualTo(values);
  }

  /** One filter, four channels of 1 x 2: the neighbours of a place are the same place of the other channels. */
  @Test
  void neighboursOfAConvolutionAreInputChannels() {
    float[] values = {1, 0, 0, 2, 0, 0, 0, 3};
    EncodedTensor encoded = nOfM(2, 2).encode(values, 1, 8);
    assertThat(encoded.layout()).startsWith(1, 2, 2);
    assertThat(encoded.stored()).as("both places of channels 0 and 1, then of 2 and 3").isEqualTo(4);
    assertThat(encoded.bits()).isEqualTo(4 * (32 + 1));
    assertThat(encoded.decode()).isEqualTo(values);
    assertThat(encoded.decodeMask()).isEqualTo(Masks.of(0, 3, 7));
  }

  /** A 4 x 6 matrix in blocks of 2 x 3, of which the first and the last are kept. */
  @Test
  void blocksTakeAColumnEachAndAPointerARow() {
    float[] values = {
      1, 2, 3, 0, 0, 0,
      4, 5, 6, 0, 0, 0,
      0, 0, 0, 7, 8, 9,
      0, 0, 0, 1, 0, 2,
    };
    BitSet kept = Masks.of(0, 1, 2, 6, 7, 8, 15, 16, 17, 21, 22, 23);
    EncodedTensor encoded = blocks(2, 3).encode(values, kept, 4, 6);
    assertThat(encoded.stored()).isEqualTo(2);
    assertThat(encoded.bits()).isEqualTo(2 * (2 * 3 * 32 + 1) + 3 * 2);
    BitReader in = encoded.reader();
    assertThat(new int[] {in.read(2), in.read(2), in.read(2)}).containsExactly(0, 1, 2);
    assertThat(new int[] {in.read(1), in.read(1)}).containsExactly(0, 1);
    assertThat(Float.intBitsToFloat(in.read(32))).isEqualTo(1);
    assertThat(encoded.decode()).isEqualTo(values);
    assertThat(encoded.decodeMask()).as("a kept zero stays kept").isEqualTo(kept);
    assertThat(new StorageFormula(4, 6, StoragePattern.of(new Tiling(4, 6, 2, 3))).bits(Encoding.BSR, 12))
        .isEqualTo(encoded.bits());
  }

  @Test
  void bothAreInverseOverRandomShapesPatternsAndMasks() {
    Random random = new Random(3);
    for (int trial = 0; trial < 400; trial++) {
      int stride = 1 + random.nextInt(4);
      int rows = 1 + random.nextInt(9);
      int columns = stride * (1 + random.nextInt(12));
      BitSet kept = Masks.random(rows * columns, random.nextInt(5) / 4.0, trial);
      float[] values = Masks.awkwardValues(rows * columns, trial);
      StorageEncoding[] encodings =
          {nOfM(1 + random.nextInt(5), stride), blocks(1 + random.nextInt(4), 2 + random.nextInt(5))};
      for (StorageEncoding encoding : encodings) {
        EncodedTensor encoded = encoding.encode(values, kept, rows, columns);
        String what = encoding.kind() + " trial " + trial;
        assertThat(encoded.decodeMask()).as(what).isEqualTo(kept);
        assertThat(Masks.rawBits(encoded.decode())).as(what).isEqualTo(Masks.maskedBits(values, kept));
        assertThat(encoded.bits()).as(what).isEqualTo(encoding.bits(kept, rows, columns, 32));
        assertThat(EncodedTensor.fromBytes(encoded.toBytes())).as(what).isEqualTo(encoded);
      }
    }
  }

  @Test
  void autoTakesThemWhereTheyFitAndAreSmallest() {
    StoragePattern oneOfEight = new StoragePattern(Tiling.ofElements(32, 64), 8, 1);
    BitSet kept = new BitSet();
    BitSet blocks = new BitSet();
    Random random = new Random(4);
    for (int cell = 0; cell < 32 * 64; cell += 8) {
      kept.set(cell + random.nextInt(8));
    }
    for (int row = 0; row < 32; row++) {
      for (int column = 0; column < 64; column++) {
        blocks.set(row * 64 + column, (row / 4 + column / 4) % 4 == 0);
      }
    }
    float[] values = new float[32 * 64];
    java.util.Arrays.fill(values, 1);
    assertThat(StorageEncodings.of(Encoding.AUTO, oneOfEight).encode(values, kept, 32, 64).kind())
        .isEqualTo(Encoding.N_OF_M);
    StoragePattern four = StoragePattern.of(new Tiling(32, 64, 4, 4));
    assertThat(StorageEncodings.of(Encoding.AUTO, four).encode(values, blocks, 32, 64).kind())
        .isEqualTo(Encoding.BSR);
    assertThat(StorageEncodings.bitsByEncoding(kept, 32, 64)).doesNotContainKeys(Encoding.N_OF_M, Encoding.BSR);
    assertThat(StorageEncodings.bitsByEncoding(kept, 32, 64, oneOfEight))
        .containsEntry(Encoding.N_OF_M, 256L * (32 + 3)).doesNotContainKey(Encoding.BSR);
    assertThat(new StorageFormula(32, 64, oneOfEight).bits(Encoding.N_OF_M, 256)).isEqualTo(256L * (32 + 3));
  }

  @Test
  void withoutAPatternTheyAreRefused() {
    assertThatThrownBy(() -> StorageEncodings.of(Encoding.BSR)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BSR does not fit masks of 1 x 1 weights");
    assertThatThrownBy(() -> StorageEncodings.of(Encoding.N_OF_M)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void brokenHeadersAndPayloadsAreNamed() {
    assertThatThrownBy(() -> restore(Encoding.N_OF_M, 2, 4, 2, new int[] {2, 4, 1, 0}, new byte[9]))
        .hasMessageContaining("stores 4 values of 2:4, but its count is 2");
    assertThatThrownBy(() -> restore(Encoding.N_OF_M, 2, 4, 2, new int[] {1, 0, 1, 0}, new byte[9]))
        .hasMessageContaining("n = 1, m = 0");
    assertThatThrownBy(() -> restore(Encoding.BSR, 2, 4, 2, new int[] {2, 5, 0}, new byte[9]))
        .hasMessageContaining("has blocks within the matrix, but these are 2 x 5");
    assertThatThrownBy(() -> restore(Encoding.BSR, 2, 4, 3, new int[] {2, 2, 0}, new byte[9]))
        .hasMessageContaining("stores up to 2 blocks, but its count is 3");
    assertThatThrownBy(() -> restore(Encoding.N_OF_M, 1, 2, 1, new int[] {2, 2, 1}, new byte[9]))
        .hasMessageContaining("needs 4 layout numbers");
  }

  private static EncodedTensor restore(Encoding kind, int rows, int columns, int stored, int[] layout, byte[] payload) {
    return EncodedTensor.restore(kind, rows, columns, stored, layout, payload);
  }
}
