package dev.espalier.runtime.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.dsl.Encoding;
import org.junit.jupiter.api.Test;

/** The worked examples of the lecture, and the formulas by hand. */
class LectureExamplesTest {
  private static final float[] MATRIX = {
    10, 20, 0, 0, 0, 0,
    0, 30, 0, 40, 0, 0,
    0, 0, 50, 60, 70, 0,
    0, 0, 0, 0, 0, 80
  };

  @Test
  void csrOfTheLecturesMatrix() {
    EncodedTensor encoded = StorageEncodings.of(Encoding.CSR).encode(MATRIX, 4, 6);

    CompressedSparse form = CompressedSparse.of(encoded);
    assertThat(form.values()).containsExactly(10, 20, 30, 40, 50, 60, 70, 80);
    assertThat(form.indices()).containsExactly(0, 1, 1, 3, 2, 3, 4, 5);
    assertThat(form.pointers()).containsExactly(0, 2, 4, 7, 8);
    assertThat(encoded.bits()).isEqualTo(8 * 32 + 8 * 3 + 5 * 4);
  }

  @Test
  void cscOfTheLecturesMatrix() {
    EncodedTensor encoded = StorageEncodings.of(Encoding.CSC).encode(MATRIX, 4, 6);

    CompressedSparse form = CompressedSparse.of(encoded);
    assertThat(form.values()).containsExactly(10, 20, 30, 50, 40, 60, 70, 80);
    assertThat(form.indices()).containsExactly(0, 0, 1, 2, 1, 2, 2, 3);
    assertThat(form.pointers()).containsExactly(0, 1, 3, 4, 6, 7, 8);
    assertThat(encoded.bits()).isEqualTo(8 * 32 + 8 * 2 + 7 * 4);
  }

  @Test
  void onlyCsrAndCscHavePointers() {
    EncodedTensor bitmap = StorageEncodings.of(Encoding.BITMAP).encode(MATRIX, 4, 6);

    assertThatThrownBy(() -> CompressedSparse.of(bitmap))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("this tensor is in BITMAP");
  }

  @Test
  void bitmapTakesOneBitAWeightBesideTheKeptValues() {
    EncodedTensor encoded = StorageEncodings.of(Encoding.BITMAP).encode(MATRIX, 4, 6);

    assertThat(encoded.bits()).isEqualTo(8 * 32 + 24);
    // Rows 110000, 010100, 001110, 000001, the first weight in the lowest bit.
    assertThat(encoded.payload()).startsWith(0b10_000011, 0b1100_0010, (byte) 0b100000_01);
  }

  @Test
  void cooTakesAFlatPositionForEachKeptValue() {
    EncodedTensor encoded = StorageEncodings.of(Encoding.COO).encode(MATRIX, 4, 6);

    assertThat(encoded.bits()).isEqualTo(8 * 32 + 8 * 5);
    BitReader in = encoded.reader();
    int[] positions = new int[8];
    for (int k = 0; k < 8; k++) {
      positions[k] = in.read(5);
    }
    assertThat(positions).containsExactly(0, 1, 7, 9, 14, 15, 16, 23);
  }

  @Test
  void runsOfTwoBitsAsInTheLecture() {
    EncodedTensor encoded = RunLengthEncoding.withRunBits(2).encode(MATRIX, 4, 6);

    // Runs 0 0 5 1 4 0 0 6: the runs 5, 4 and 6 are longer than 3 and take a filler each.
    assertThat(encoded.stored()).isEqualTo(8 + 3);
    assertThat(encoded.bits()).isEqualTo(11 * (32 + 2));
    BitReader in = encoded.reader();
    int[] runs = new int[11];
    float[] values = new float[11];
    for (int k = 0; k < 11; k++) {
      runs[k] = in.read(2);
      values[k] = Float.intBitsToFloat(in.read(32));
    }
    assertThat(runs).containsExactly(0, 0, 3, 1, 1, 3, 0, 0, 0, 3, 2);
    assertThat(values).containsExactly(10, 20, 0, 30, 40, 0, 50, 60, 70, 0, 80);
  }

  @Test
  void denseTakesEveryValue() {
    assertThat(StorageEncodings.of(Encoding.DENSE).encode(MATRIX, 4, 6).bits()).isEqualTo(24 * 32);
  }

  @Test
  void theFormulasTakeTheBitsOfAValue() {
    var kept = StorageEncoding.nonZero(MATRIX);

    assertThat(StorageEncodings.bitsByEncoding(kept, 4, 6, 8))
        .containsEntry(Encoding.DENSE, 24L * 8)
        .containsEntry(Encoding.BITMAP, 8L * 8 + 24)
        .containsEntry(Encoding.COO, 8L * (8 + 5))
        .containsEntry(Encoding.CSR, 8L * (8 + 3) + 5 * 4)
        .containsEntry(Encoding.CSC, 8L * (8 + 2) + 7 * 4)
        // b = 3 holds every run in 8 * 11 bits; b = 2 takes 11 * 10, b = 1 more still.
        .containsEntry(Encoding.RUN_LENGTH, 8L * (8 + 3));
  }

  @Test
  void aSingleChoiceTakesNoIndexBits() {
    assertThat(StorageEncodings.bitsByEncoding(Masks.of(0), 1, 1))
        .containsEntry(Encoding.COO, 32L)
        .containsEntry(Encoding.CSR, 32L + 2)
        .containsEntry(Encoding.CSC, 32L + 2);
    assertThat(StorageEncodings.of(Encoding.CSR).bits(Masks.of(1, 2), 5, 1, 32)).isEqualTo(2 * 32 + 6 * 2);
  }

  @Test
  void anEmptyMaskTakesNothingButTheBitmap() {
    assertThat(StorageEncodings.bitsByEncoding(Masks.of(), 3, 5))
        .containsEntry(Encoding.DENSE, 15L * 32)
        .containsEntry(Encoding.BITMAP, 15L)
        .containsEntry(Encoding.RUN_LENGTH, 0L)
        .containsEntry(Encoding.COO, 0L)
        .containsEntry(Encoding.CSR, 0L)
        .containsEntry(Encoding.CSC, 0L);
  }
}
