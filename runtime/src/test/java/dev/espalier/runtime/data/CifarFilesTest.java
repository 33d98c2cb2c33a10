package dev.espalier.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.runtime.memory.Layout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarFilesTest {
  @TempDir Path directory;

  /** Record r has label (first + r) % 10 and pixel p the value (p + r) % 256. */
  private static byte[] records(int count, int first) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int r = 0; r < count; r++) {
      out.write((first + r) % 10);
      for (int p = 0; p < 3072; p++) {
        out.write((p + r) % 256);
      }
    }
    return out.toByteArray();
  }

  private Path write(String name, byte[] content) throws IOException {
    Path file = directory.resolve(name);
    try (OutputStream out = name.endsWith(".gz")
        ? new GZIPOutputStream(Files.newOutputStream(file)) : Files.newOutputStream(file)) {
      out.write(content);
    }
    return file;
  }

  @Test
  void filesAreJoinedInOrderWhateverTheirSizes() throws IOException {
    write("train_a.bin.gz", records(4, 0));
    write("train_b.bin", records(3, 7));
    write("test_a.bin.gz", records(2, 5));
    TrainTest sets = CifarFiles.loadDirectory(directory);
    assertThat(sets.train().size()).isEqualTo(7);
    assertThat(sets.train().inputs()).containsExactly(InputShape.of("image", 3, 32, 32));
    assertThat(sets.train().classNames()).isEqualTo(CifarFiles.CLASSES);
    assertThat(List.of(sets.train().label(0), sets.train().label(3), sets.train().label(4), sets.train().label(6)))
        .containsExactly(0, 3, 7, 9);
    assertThat(sets.train().copy(5, 0)[3071]).isEqualTo((3071 + 1) % 256 / 255f);
    assertThat(sets.test().label(1)).isEqualTo(6);
  }

  @Test
  void aChannelIsStandardisedByItsOwnMeanAndDeviation() throws IOException {
    byte[] content = new byte[2 * 3073];
    for (int r = 0; r < 2; r++) {
      for (int p = 0; p < 3072; p++) {
        int channel = p / 1024;
        content[r * 3073 + 1 + p] = (byte) (channel == 2 ? 9 : (p % 2 == 0 ? 100 : 200) / (channel + 1));
      }
    }
    Dataset plain = CifarFiles.load("two", List.of(write("train.bin", content)));
    Standardize fitted = Standardize.fitChannels(plain);
    assertThat(fitted.means(0)).containsExactly(
        new float[] {150 / 255f, 75 / 255f, 9 / 255f}, within(1e-6f));
    assertThat(fitted.deviations(0)).containsExactly(new float[] {50 / 255f, 25 / 255f, 1}, within(1e-6f));
    Dataset standard = fitted.apply(plain);
    float[] image = standard.copy(1, 0);
    assertThat(image[0]).isCloseTo(-1, within(1e-5f));
    assertThat(image[1023]).isCloseTo(1, within(1e-5f));
    assertThat(image[1024]).isCloseTo(-1, within(1e-5f));
    assertThat(image[2048]).isCloseTo(0, within(1e-5f));
    int[] order = new int[16];
    Arrays.setAll(order, i -> i % 2);
    float[] slab = new float[3072 * 16];
    standard.load(0, order, 0, 11, slab, 0, 16, Layout.image(3, 32, 32));
    for (int p = 0; p < 3072; p++) {
      assertThat(slab[p * 16]).isEqualTo(standard.copy(0, 0)[p]);
      assertThat(slab[p * 16 + 10]).isEqualTo(standard.copy(0, 0)[p]);
      assertThat(slab[p * 16 + 11]).isZero();
    }
  }

  @Test
  void whatIsNoWholeNumberOfRecordsIsSaidInBytes() throws IOException {
    Path cut = write("train_a.bin", Arrays.copyOf(records(2, 0), 5000));
    assertThatThrownBy(() -> CifarFiles.load("cut", List.of(cut)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("train_a.bin")
        .hasMessageContaining("whole records of 3073 bytes, and it has 5000 bytes, 1927 more than 1 records");
    Path empty = write("train_b.bin", new byte[0]);
    assertThatThrownBy(() -> CifarFiles.load("empty", List.of(empty))).hasMessageContaining("it has 0 bytes");
  }

  @Test
  void aLabelAboveNineAndAMissingHalfAreErrors() throws IOException {
    byte[] content = records(2, 0);
    content[3073] = 10;
    Path file = write("train_a.bin", content);
    assertThatThrownBy(() -> CifarFiles.load("labels", List.of(file)))
        .hasMessageContaining("train_a.bin, record 1").hasMessageContaining("0 to 9, and 10 was found");
    write("train_a.bin", records(1, 0));
    assertThatThrownBy(() -> CifarFiles.loadDirectory(directory))
        .hasMessageContaining("the test files begin with test and end with .bin or .bin.gz, and there is none");
    assertThatThrownBy(() -> CifarFiles.loadDirectory(directory.resolve("nowhere")))
        .hasMessageContaining("there is no such directory");
  }
}
