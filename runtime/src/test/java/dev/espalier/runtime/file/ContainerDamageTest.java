package dev.espalier.runtime.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.espalier.runtime.file.EspalierFileException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Whatever happens to a file, reading names it. */
class ContainerDamageTest {
  private static final int KIND_LENGTH_AT = 20;

  private static final byte[] GOOD = new ContainerWriter("artefact", 3)
      .putInt("epoch", 5)
      .putString("name", "LeNet")
      .putFloats("weights", 1f, 2f, 3f)
      .toBytes();

  private static EspalierFileException damage(byte[] bytes) {
    EspalierFileException e = catchThrowableOfType(
        EspalierFileException.class, () -> ContainerReader.read(bytes, "m.espalier", "artefact", 3));
    assertThat(e).as("an error for damaged bytes").isNotNull();
    assertThat(e)
        .hasMessageStartingWith("[Espalier/" + e.reason() + "] m.espalier: ")
        .hasMessageContaining("\n  Fix: ");
    return e;
  }

  @Test
  void theUndamagedFileReads() {
    assertThat(ContainerReader.read(GOOD, "m", "artefact", 3).getFloats("weights")).containsExactly(1f, 2f, 3f);
  }

  @Test
  void everyTruncationIsNamedTruncated() {
    for (int length = 0; length < GOOD.length; length++) {
      EspalierFileException e = damage(Arrays.copyOf(GOOD, length));
      assertThat(e.reason()).as("cut to %d bytes", length).isEqualTo(Reason.TRUNCATED);
      assertThat(e).hasMessageContaining("it ends after byte " + length);
    }
  }

  @Test
  void everyFlippedBitIsDetected() {
    for (int bit = 0; bit < GOOD.length * 8; bit++) {
      byte[] flipped = GOOD.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Reason reason = damage(flipped).reason();
      int at = bit / 8;
      if (at < 8) {
        assertThat(reason).as("bit %d", bit).isEqualTo(Reason.NOT_ESPALIER);
      } else if (at < 12) {
        assertThat(reason).as("bit %d", bit).isEqualTo(Reason.UNSUPPORTED_VERSION);
      } else if (at == KIND_LENGTH_AT) {
        assertThat(reason).as("bit %d", bit).isIn(Reason.CORRUPT, Reason.TRUNCATED);
      } else {
        assertThat(reason).as("bit %d", bit).isEqualTo(Reason.CORRUPT);
      }
    }
  }

  @Test
  void aFlippedPayloadNamesItsSection() {
    byte[] flipped = GOOD.clone();
    flipped[GOOD.length - 9] ^= 1;

    assertThat(damage(flipped)).hasMessageContaining("section 'weights': its bytes give the checksum");
  }

  @Test
  void bytesAfterTheEndAreRefused() {
    EspalierFileException e = damage(Arrays.copyOf(GOOD, GOOD.length + 1));

    assertThat(e.reason()).isEqualTo(Reason.CORRUPT);
    assertThat(e).hasMessageContaining("nothing follows byte " + GOOD.length + ", but there is more");
  }

  @Test
  void aForeignFileIsNamedAndQuoted() {
    EspalierFileException e = damage(new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 3});

    assertThat(e.reason()).isEqualTo(Reason.NOT_ESPALIER);
    assertThat(e).hasMessageContaining("begins with the bytes 1f 8b 08 00 00 00 00 00");
    assertThat(damage("text".getBytes(StandardCharsets.UTF_8)).reason()).isEqualTo(Reason.NOT_ESPALIER);
  }

  @Test
  void anotherKindIsNamed() {
    assertThatThrownBy(() -> ContainerReader.read(GOOD, "m", "checkpoint", 3))
        .isInstanceOfSatisfying(EspalierFileException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_KIND))
        .hasMessageContaining("a file of kind 'checkpoint' is expected, but this is of kind 'artefact'");
  }

  @Test
  void anotherVersionIsNamedWithTheSideThatHasToMove() {
    assertThatThrownBy(() -> ContainerReader.read(GOOD, "m", "artefact", 2))
        .isInstanceOfSatisfying(EspalierFileException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED_VERSION))
        .hasMessageContaining("reads version 2 of the artefact format, but the file has version 3")
        .hasMessageContaining("read it with the newer Espalier");
    assertThatThrownBy(() -> ContainerReader.read(GOOD, "m", "artefact", 4))
        .hasMessageContaining("save the network anew");
  }

  @Test
  void sizesThatCannotBeAreRefusedBeforeAllocationEvenWithRightChecksums() {
    for (long announced : new long[] {-1, Long.MAX_VALUE, 1L << 40, Integer.MAX_VALUE}) {
      assertThat(damage(forged(announced, "a", 3)).reason()).isEqualTo(Reason.CORRUPT);
    }
    // The header lies about the file as well: memory grows only with what is there.
    byte[] huge = forgedWithFileBytes(1L << 40, Integer.MAX_VALUE - 8, "a", 3);
    assertThat(damage(huge).reason()).isEqualTo(Reason.TRUNCATED);
    byte[] beyondArrays = forgedWithFileBytes(1L << 40, 1L << 33, "a", 3);
    assertThat(damage(beyondArrays)).hasMessageContaining("a payload has at most 2147483639 bytes");
  }

  @Test
  void typesAndElementSizesAreHeldAgainstTheFormat() {
    assertThat(damage(forged(4, "a", 99))).hasMessageContaining("section 'a': its type is unknown");
    assertThat(damage(forged(4, "a", 6))).hasMessageContaining("its 4 bytes are no whole number of elements");
    assertThat(damage(forged(4, "a", 3, 4, "a", 3))).hasMessageContaining("section 'a': names are unique");
  }

  /** A file with right checksums whose sections (announced bytes, name, type code) hold four bytes each. */
  private static byte[] forged(Object... sections) {
    int bytes = new ContainerWriter("artefact", 3).toBytes().length + sections.length / 3 * (1 + 1 + 1 + 8 + 4 + 4);
    return forgedWithFileBytes(bytes, sections);
  }

  private static byte[] forgedWithFileBytes(long fileBytes, Object... sections) {
    ByteBuffer out = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    out.put(Container.MAGIC).putInt(Container.LAYOUT_VERSION).putLong(fileBytes)
        .put((byte) 8).put("artefact".getBytes(StandardCharsets.UTF_8)).putInt(3).putInt(sections.length / 3);
    putChecksum(out, 0);
    for (int i = 0; i < sections.length; i += 3) {
      int start = out.position();
      out.put((byte) 1).put(((String) sections[i + 1]).getBytes(StandardCharsets.UTF_8))
          .put(((Number) sections[i + 2]).byteValue()).putLong(((Number) sections[i]).longValue()).putInt(42);
      putChecksum(out, start);
    }
    putChecksum(out, 0);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static void putChecksum(ByteBuffer out, int from) {
    CRC32C checksum = new CRC32C();
    checksum.update(out.slice(from, out.position() - from));
    out.putInt((int) checksum.getValue());
  }
}
