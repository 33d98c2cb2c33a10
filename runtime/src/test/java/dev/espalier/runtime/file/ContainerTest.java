package dev.espalier.runtime.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.runtime.file.EspalierFileException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerTest {
  @TempDir Path directory;

  private static ContainerWriter small() {
    return new ContainerWriter("artefact", 3)
        .putInt("epoch", -7)
        .putLong("networkHash", Long.MIN_VALUE)
        .putDouble("loss", Double.NaN)
        .putString("name", "Spalier für 网络 🌳")
        .putFloats("weights", 1f, -0f, Float.intBitsToFloat(0x7FC0_1234), Float.MIN_VALUE)
        .putInts("shape", 2, 3)
        .putLongs("rng", 1L, -1L)
        .putDoubles("moments", Math.PI)
        .putBytes("payload", new byte[] {1, -2, 3})
        .putFloats("empty");
  }

  @Test
  void everySectionComesBackBitForBit() {
    Path file = directory.resolve("model");
    small().write(file);

    ContainerReader in = ContainerReader.read(file, "artefact", 3);

    assertThat(in.kind()).isEqualTo("artefact");
    assertThat(in.version()).isEqualTo(3);
    assertThat(in.source()).isEqualTo(file.toString());
    assertThat(in.names()).containsExactly("epoch", "networkHash", "loss", "name", "weights", "shape", "rng", "moments",
        "payload", "empty");
    assertThat(in.has("epoch")).isTrue();
    assertThat(in.has("Epoch")).isFalse();
    assertThat(in.getInt("epoch")).isEqualTo(-7);
    assertThat(in.getLong("networkHash")).isEqualTo(Long.MIN_VALUE);
    assertThat(in.getDouble("loss")).isNaN();
    assertThat(in.getString("name")).isEqualTo("Spalier für 网络 🌳");
    float[] weights = in.getFloats("weights");
    assertThat(weights).hasSize(4);
    assertThat(Float.floatToRawIntBits(weights[1])).isEqualTo(0x8000_0000);
    assertThat(Float.floatToRawIntBits(weights[2])).isEqualTo(0x7FC0_1234);
    assertThat(in.getInts("shape")).containsExactly(2, 3);
    assertThat(in.getLongs("rng")).containsExactly(1L, -1L);
    assertThat(in.getDoubles("moments")).containsExactly(Math.PI);
    assertThat(in.getBytes("payload")).containsExactly(1, -2, 3);
    assertThat(in.getFloats("empty")).isEmpty();
  }

  @Test
  void theSizeIsKnownBeforeWriting() throws IOException {
    Path file = directory.resolve("model");
    ContainerWriter writer = small();
    long announced = writer.sizeInBytes();
    writer.write(file);

    assertThat(Files.size(file)).isEqualTo(announced);
    assertThat(writer.toBytes()).hasSize((int) announced).isEqualTo(Files.readAllBytes(file));
    assertThat(new ContainerWriter("k", 1).toBytes()).hasSize((int) new ContainerWriter("k", 1).sizeInBytes());
  }

  @Test
  void theBytesAreLittleEndianAndTheSameEachTime() {
    byte[] bytes = new ContainerWriter("k", 0x01020304).putInt("n", 0x0A0B0C0D).toBytes();

    assertThat(bytes).startsWith(
        'E', 'S', 'P', 'A', 'L', 'I', 'E', 'R', 1, 0, 0, 0, bytes.length, 0, 0, 0, 0, 0, 0, 0,
        1, 'k', 4, 3, 2, 1, 1, 0, 0, 0);
    assertThat(bytes).containsSequence(1, 'n', 3, 4, 0, 0, 0, 0, 0, 0, 0, 0x0D, 0x0C, 0x0B, 0x0A);
    assertThat(small().toBytes()).isEqualTo(small().toBytes());
  }

  @Test
  void aStreamIsReadToItsEndEvenInSmallPieces() {
    InputStream byteByByte = new ByteArrayInputStream(small().toBytes()) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, 1));
      }
    };

    assertThat(ContainerReader.read(byteByByte, "resource model", "artefact", 3).getInt("epoch")).isEqualTo(-7);
  }

  @Test
  void anInterruptedThreadStillReads() {
    Path file = directory.resolve("model");
    small().write(file);

    Thread.currentThread().interrupt();
    try {
      assertThat(ContainerReader.read(file, "artefact", 3).getInt("epoch")).isEqualTo(-7);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aFailedReadOfTheStreamIsNamed() throws IOException {
    InputStream broken = InputStream.nullInputStream();
    broken.close();

    assertThatThrownBy(() -> ContainerReader.read(broken, "resource model", "artefact", 3))
        .isInstanceOfSatisfying(EspalierFileException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.IO_FAILED))
        .hasMessageContaining("resource model: reading failed: java.io.IOException: Stream closed");
  }

  @Test
  void aMissingFileAndADirectoryAreNamed() {
    Path missing = directory.resolve("missing");

    assertThatThrownBy(() -> ContainerReader.read(missing, "artefact", 3))
        .isInstanceOfSatisfying(EspalierFileException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND))
        .hasMessageContaining(missing + ": there is no such file");
    assertThatThrownBy(() -> ContainerReader.read(directory, "artefact", 3))
        .isInstanceOfSatisfying(EspalierFileException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND))
        .hasMessageContaining("but this is a directory");
  }

  @Test
  void aSectionThatIsMissingOrOfAnotherTypeIsNamed() {
    ContainerReader in = ContainerReader.read(
        new ContainerWriter("k", 1).putInts("shape", 2, 3).toBytes(), "m", "k", 1);

    assertThatThrownBy(() -> in.getInt("epoch"))
        .isInstanceOfSatisfying(EspalierFileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT))
        .hasMessageContaining("m: section 'epoch': it is expected here, but the file holds only [shape]");
    assertThatThrownBy(() -> in.getFloats("shape"))
        .hasMessageContaining("section 'shape': FLOATS are expected, but it holds INTS");
    assertThatThrownBy(() -> in.getInt("shape"))
        .hasMessageContaining("section 'shape': one value is expected, but it holds 2");
  }

  @Test
  void namesAreUniqueAndFit() {
    ContainerWriter writer = new ContainerWriter("k", 1).putInt("a", 1).putInt("n".repeat(255), 2);

    assertThatThrownBy(() -> writer.putLong("a", 2)).hasMessageContaining("'a' was put before");
    assertThatThrownBy(() -> writer.putInt("", 2)).hasMessageContaining("1 to 255 bytes of UTF-8");
    assertThatThrownBy(() -> writer.putInt("n".repeat(256), 2)).hasMessageContaining("has 256");
    assertThatThrownBy(() -> writer.putString("s", "\uD83C")).hasMessageContaining("half of a surrogate pair");
    assertThat(ContainerReader.read(writer.toBytes(), "m", "k", 1).getInt("n".repeat(255))).isEqualTo(2);
  }

  @Test
  void whatIsPutAndReturnedIsCopied() {
    byte[] payload = {1};
    ContainerWriter writer = new ContainerWriter("k", 1).putBytes("b", payload);
    payload[0] = 9;
    ContainerReader in = ContainerReader.read(writer.toBytes(), "m", "k", 1);
    in.getBytes("b")[0] = 9;

    assertThat(in.getBytes("b")).containsExactly(1);
  }
}
