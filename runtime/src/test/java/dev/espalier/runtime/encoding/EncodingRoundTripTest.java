package dev.espalier.runtime.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.dsl.Encoding;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EncodingRoundTripTest {
  private static final int[][] SHAPES = {
    {1, 1}, {1, 7}, {7, 1}, {2, 2}, {3, 5}, {8, 8}, {17, 33}, {64, 1}, {1, 129}, {6, 25}, {50, 31}
  };
  private static final double[] SPARSITIES = {0, 0.1, 0.5, 0.8, 0.95, 0.99, 1};

  /** Every encoding, and run lengths with the widths at both ends besides. */
  static Stream<StorageEncoding> encodings() {
    return Stream.concat(
        Stream.of(Encoding.values()).map(Patterns::encoding),
        IntStream.of(1, 2, 16).mapToObj(RunLengthEncoding::withRunBits));
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void decodingIsTheInverseBitForBitAndTheFormulaIsTheExactCount(StorageEncoding encoding) {
    for (int[] shape : SHAPES) {
      for (double sparsity : SPARSITIES) {
        int length = shape[0] * shape[1];
        assertInverse(encoding, Masks.random(length, sparsity, 31L * length), shape[0], shape[1]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void aLongRowWithKeptWeightsAtItsEndsOnlyIsInverse(StorageEncoding encoding) {
    assertInverse(encoding, Masks.of(0, 99_999), 1, 100_000);
    assertInverse(encoding, Masks.of(99_999), 1, 100_000);
    assertInverse(encoding, Masks.of(), 1, 100_000);
    assertInverse(encoding, Masks.of(5), 100_000, 1);
  }

  private static void assertInverse(StorageEncoding encoding, BitSet kept, int rows, int columns) {
    float[] values = Masks.awkwardValues(rows * columns, 7L * rows + columns);
    BitSet mask = (BitSet) kept.clone();

    EncodedTensor encoded = encoding.encode(values, mask, rows, columns);

    String what = encoding.kind() + " " + rows + " x " + columns + " keeping " + kept.cardinality();
    assertThat(mask).as(what).isEqualTo(kept);
    assertThat(encoded.decodeMask()).as(what).isEqualTo(kept);
    assertThat(Masks.rawBits(encoded.decode())).as(what).isEqualTo(Masks.maskedBits(values, kept));
    assertThat(encoded.bits()).as(what).isEqualTo(encoding.bits(kept, rows, columns, 32));
    assertThat((long) encoded.payload().length).as(what).isEqualTo((encoded.bits() + 7) / 8);
    assertThat((long) encoded.toBytes().length).as(what).isEqualTo(encoded.sizeInBytes());
    assertThat(EncodedTensor.fromBytes(encoded.toBytes())).as(what).isEqualTo(encoded).hasSameHashCodeAs(encoded);
    assertThat(EncodedTensor.restore(
            encoded.kind(), rows, columns, encoded.stored(), encoded.layout(), encoded.payload()))
        .as(what).isEqualTo(encoded);
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void theNonZeroFormPrunesBothZerosAndKeepsNaN(StorageEncoding encoding) {
    float[] values = {0f, -0f, Float.NaN, 3f};

    EncodedTensor encoded = encoding.encode(values, 2, 2);

    assertThat(encoded.decodeMask()).isEqualTo(Masks.of(2, 3));
    assertThat(Masks.rawBits(encoded.decode())).containsExactly(Masks.rawBits(new float[] {0f, 0f, Float.NaN, 3f}));
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void theValueOfAPrunedWeightIsNotStored(StorageEncoding encoding) {
    float[] values = {1f, 9f, 9f, 2f};

    EncodedTensor encoded = encoding.encode(values, Masks.of(0, 3), 2, 2);

    assertThat(encoded.decode()).containsExactly(1f, 0f, 0f, 2f);
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void everyEncodingOfTheLanguageIsFoundByItsName(Encoding kind) {
    assertThat(Patterns.encoding(kind).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void shapesAndMasksThatDoNotFitAreRefused(Encoding kind) {
    StorageEncoding encoding = Patterns.encoding(kind);

    assertThatThrownBy(() -> encoding.encode(new float[5], Masks.of(0), 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A 2 x 3 tensor has 6 values, but 5 were given.");
    assertThatThrownBy(() -> encoding.encode(new float[6], Masks.of(6), 2, 3))
        .hasMessage("The mask keeps position 6, but a 2 x 3 tensor has 6 values.");
    assertThatThrownBy(() -> encoding.bits(Masks.of(6), 2, 3, 32))
        .hasMessage("The mask keeps position 6, but a 2 x 3 tensor has 6 values.");
    assertThatThrownBy(() -> encoding.bits(Masks.of(), 0, 3, 32))
        .hasMessageContaining("needs 1 or more rows and columns").hasMessageContaining("0 x 3");
    assertThatThrownBy(() -> encoding.bits(Masks.of(), 65_536, 65_536, 32))
        .hasMessageContaining("65536 x 65536");
    assertThatThrownBy(() -> encoding.bits(Masks.of(), 2, 3, 0))
        .hasMessage("A value has 1 to 64 bits, but 0 was given.");
  }

  @Test
  void changingWhatWasGivenOrReturnedDoesNotChangeTheTensor() {
    float[] values = {1f, 2f, 3f, 4f};
    EncodedTensor encoded = StorageEncodings.of(Encoding.RUN_LENGTH).encode(values, 2, 2);
    List<Integer> before = ints(encoded);

    values[0] = 9f;
    encoded.payload()[0] = 1;
    encoded.layout()[0] = 16;
    encoded.decode()[1] = 9f;
    encoded.decodeMask().clear();

    assertThat(ints(encoded)).isEqualTo(before);
    assertThat(encoded.decode()).containsExactly(1f, 2f, 3f, 4f);
  }

  private static List<Integer> ints(EncodedTensor encoded) {
    List<Integer> bytes = new ArrayList<>();
    for (byte b : encoded.toBytes()) {
      bytes.add((int) b);
    }
    return bytes;
  }
}
