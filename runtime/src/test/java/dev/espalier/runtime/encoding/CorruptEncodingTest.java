package dev.espalier.runtime.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.dsl.Encoding;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CorruptEncodingTest {
  private static final int[] NONE = {};

  private static byte[] packed(long... fieldsAndWidths) {
    long bits = 0;
    for (int i = 1; i < fieldsAndWidths.length; i += 2) {
      bits += fieldsAndWidths[i];
    }
    BitWriter out = new BitWriter(bits);
    for (int i = 0; i < fieldsAndWidths.length; i += 2) {
      out.write((int) fieldsAndWidths[i], (int) fieldsAndWidths[i + 1]);
    }
    return out.toByteArray();
  }

  private static void assertCorrupt(String text, Encoding kind, int rows, int columns, int stored, int[] layout,
      byte[] payload) {
    assertThatThrownBy(() -> EncodedTensor.restore(kind, rows, columns, stored, layout, payload).decode())
        .isInstanceOf(CorruptEncodingException.class)
        .hasMessageStartingWith(
            "[Espalier/CorruptEncoding] The " + kind + " tensor of " + rows + " x " + columns + ", ")
        .hasMessageContaining(text)
        .hasMessageContaining("Fix: restore the file from a good copy");
  }

  @Test
  void aBitmapMarksAsManyWeightsAsThereAreValues() {
    assertCorrupt("bitmap: the bitmap marks one weight for each of the 1 stored values, but marks 2",
        Encoding.BITMAP, 2, 2, 1, NONE, packed(0b0101, 4, 7, 32));
  }

  @Test
  void positionsRiseAndLieInTheTensor() {
    assertCorrupt("position 1: positions rise, but 2 follows 3",
        Encoding.COO, 2, 3, 2, NONE, packed(3, 3, 2, 3, 0, 32, 0, 32));
    assertCorrupt("position 1: positions rise, but 3 follows 3",
        Encoding.COO, 2, 3, 2, NONE, packed(3, 3, 3, 3, 0, 32, 0, 32));
    assertCorrupt("position 0: a position is under 6, but is 6",
        Encoding.COO, 2, 3, 1, NONE, packed(6, 3, 0, 32));
  }

  @Test
  void runsStayInTheTensorAndFillersFollowTheLongestRun() {
    int[] twoBits = {2, 0};
    assertCorrupt("pair 1: a value lies at a position under 4, but the runs lead to 4",
        Encoding.RUN_LENGTH, 2, 2, 2, twoBits, packed(1, 2, 9, 32, 2, 2, 9, 32));
    assertCorrupt("pair 0: a filler follows the longest run, 3, but this one follows 2",
        Encoding.RUN_LENGTH, 2, 4, 2, twoBits, packed(2, 2, 0, 32, 0, 2, 9, 32));
    assertCorrupt("pair 0: the last pair holds a kept value, but this is a filler",
        Encoding.RUN_LENGTH, 2, 4, 1, twoBits, packed(3, 2, 0, 32));
  }

  @Test
  void pointersBeginAtZeroNeverFallAndEndAtTheCount() {
    assertCorrupt("row pointer 0: the first pointer is 0, but is 1",
        Encoding.CSR, 2, 2, 1, NONE, packed(1, 1, 1, 1, 1, 1, 0, 1, 0, 32));
    assertCorrupt("row pointer 2: pointers never fall, but 0 follows 1",
        Encoding.CSR, 2, 2, 1, NONE, packed(0, 1, 1, 1, 0, 1, 0, 1, 0, 32));
    assertCorrupt("column pointer 2: the last pointer is the number of stored values, 2, but is 3",
        Encoding.CSC, 2, 2, 2, NONE, packed(0, 2, 1, 2, 3, 2, 0, 1, 0, 1, 0, 32, 0, 32));
  }

  @Test
  void indicesRiseWithinARowAndLieInIt() {
    assertCorrupt("index 0 in row 0: an index is under 3, but is 3",
        Encoding.CSR, 1, 3, 1, NONE, packed(0, 1, 1, 1, 3, 2, 0, 32));
    assertCorrupt("index 1 in column 0: indices rise within a column, but 0 follows 0",
        Encoding.CSC, 3, 1, 2, NONE, packed(0, 2, 2, 2, 0, 2, 0, 2, 0, 32, 0, 32));
  }

  @ParameterizedTest
  @EnumSource(value = Encoding.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void aPayloadOfAnotherLengthIsRefused(Encoding kind) {
    EncodedTensor good = Patterns.encoding(kind).encode(new float[] {1, 0, 0, 2, 3, 0}, 2, 3);
    byte[] payload = good.payload();

    for (int length : new int[] {0, payload.length - 1, payload.length + 1}) {
      assertCorrupt("payload: its " + good.bits() + " bits take " + payload.length + " bytes, but there are " + length,
          kind, 2, 3, good.stored(), good.layout(), Arrays.copyOf(payload, length));
    }
  }

  @Test
  void paddingBitsAreZero() {
    EncodedTensor good = StorageEncodings.of(Encoding.BITMAP).encode(new float[] {1, 0, 0, 2, 3, 0}, 2, 3);
    byte[] payload = good.payload();
    payload[payload.length - 1] |= (byte) 0x80;

    assertCorrupt("last byte: the 2 padding bits are zero, but some are set", Encoding.BITMAP, 2, 3, 3, NONE, payload);
  }

  @Test
  void theHeaderIsCheckedBeforeThePayload() {
    assertCorrupt("0 rows and 3 columns", Encoding.COO, 0, 3, 0, NONE, new byte[0]);
    assertCorrupt("65536 rows and 65536 columns", Encoding.COO, 65_536, 65_536, 0, NONE, new byte[0]);
    assertCorrupt("a tensor stores 0 to 6 values, but this stores 7", Encoding.COO, 2, 3, 7, NONE, new byte[0]);
    assertCorrupt("a tensor stores 0 to 6 values, but this stores -1", Encoding.COO, 2, 3, -1, NONE, new byte[0]);
    assertCorrupt("COO needs no layout numbers, but has 1", Encoding.COO, 2, 3, 0, new int[1], new byte[0]);
    assertCorrupt("DENSE needs 1 layout number", Encoding.DENSE, 1, 1, 1, NONE, new byte[4]);
    assertCorrupt("DENSE stores all 6 values, but its count is 5", Encoding.DENSE, 2, 3, 5, new int[1], new byte[20]);
    assertCorrupt("RUN_LENGTH needs 2 layout numbers", Encoding.RUN_LENGTH, 1, 1, 0, NONE, new byte[0]);
    assertCorrupt("has run fields of 1 to 16 bits, but these have 17",
        Encoding.RUN_LENGTH, 1, 1, 0, new int[] {17, 0}, new byte[0]);
  }

  @Test
  void aHeaderThatEndsEarlyOrNamesNoEncodingIsRefused() {
    byte[] good = StorageEncodings.of(Encoding.RUN_LENGTH).encode(new float[] {1, 0, 0, 2}, 2, 2).toBytes();
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> EncodedTensor.fromBytes(cut)).isInstanceOf(CorruptEncodingException.class);
    }
    good[1] = 'X';
    assertThatThrownBy(() -> EncodedTensor.fromBytes(good))
        .isInstanceOf(CorruptEncodingException.class)
        .hasMessageContaining("byte 1: the name of an encoding other than AUTO stands here, but it is 'XUN_LENGTH'");
  }

  @ParameterizedTest
  @EnumSource(value = Encoding.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void noisePayloadsDecodeToTheirOwnMaskOrAreNamedCorrupt(Encoding kind) {
    BitSet kept = Masks.random(35, 0.6, 3);
    EncodedTensor good = Patterns.encoding(kind).encode(Masks.awkwardValues(35, 3), kept, 5, 7);
    Random random = new Random(23);
    for (int trial = 0; trial < 2000; trial++) {
      byte[] payload = good.payload();
      int bit = random.nextInt((int) good.bits());
      payload[bit / 8] ^= (byte) (1 << bit % 8);
      EncodedTensor noisy = EncodedTensor.restore(kind, 5, 7, good.stored(), good.layout(), payload);
      try {
        DecodedTensor decoded = noisy.decoded();
        // What decodes without an error is a tensor that differs from the good one in its values or its mask.
        assertThat(decoded.kept().equals(kept)
                && Arrays.equals(Masks.rawBits(decoded.values()), Masks.rawBits(good.decode())))
            .isFalse();
        assertThat(decoded.kept().length()).isLessThanOrEqualTo(35);
      } catch (CorruptEncodingException named) {
        assertThat(named).hasMessageContaining("The " + kind + " tensor of 5 x 7");
      }
    }
  }
}
