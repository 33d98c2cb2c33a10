package dev.espalier.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFilesTest {

  private static final int UNSIGNED_BYTE = 0x08;

  @TempDir
  private Path directory;

  private Path images;
  private Path labels;

  @BeforeEach
  void threeImagesOfTwoByTwo() throws IOException {
    images = write("images", idx(UNSIGNED_BYTE, bytes(0, 255, 51, 102, 1, 2, 3, 4, 5, 6, 7, 8), 3, 2, 2));
    labels = write("labels", idx(UNSIGNED_BYTE, bytes(2, 0, 1), 3));
  }

  @Test
  void bytesAreScaledToTheUnitInterval() {
    Dataset data = IdxFiles.load("small", images, labels, 3);
    assertThat(data.size()).isEqualTo(3);
    assertThat(data.classes()).isEqualTo(3);
    assertThat(data.inputs()).containsExactly(InputShape.of("image", 1, 2, 2));
    assertThat(data.copy(0, 0)).containsExactly(0, 1, 51 * (1 / 255f), 102 * (1 / 255f));
    assertThat(data.label(0)).isEqualTo(2);
  }

  @Test
  void gzipIsKnownByItsContentNotItsName() throws IOException {
    Path packed = write("packed", gzip(Files.readAllBytes(images)));
    Path plain = write("plain.gz", Files.readAllBytes(labels));
    assertThat(IdxFiles.load("small", packed, plain, 3).copy(0, 0))
        .containsExactly(0, 1, 51 * (1 / 255f), 102 * (1 / 255f));
  }

  @Test
  void otherTypesAreTakenAsTheyAre() throws IOException {
    Path floats = write("floats", idx(0x0D, ByteBuffer.allocate(16).putFloat(1.5f).putFloat(-2).putFloat(3)
        .putFloat(4).array(), 2, 2));
    Path doubles = write("doubles", idx(0x0E, ByteBuffer.allocate(16).putDouble(0.25).putDouble(8).array(), 2, 1));
    Path shorts = write("shorts", idx(0x0B, ByteBuffer.allocate(4).putShort((short) -300).putShort((short) 7).array(),
        2, 1));
    Path signed = write("signed", idx(0x09, bytes(-128, 127), 2, 1));
    Path ints = write("ints", idx(0x0C, ByteBuffer.allocate(8).putInt(1).putInt(0).array(), 2));
    Dataset data = IdxFiles.load("floats", floats, ints, 2);
    assertThat(data.inputs()).containsExactly(InputShape.of("image", 2));
    assertThat(data.copy(0, 0)).containsExactly(1.5f, -2);
    assertThat(data.label(0)).isEqualTo(1);
    assertThat(IdxFiles.load("doubles", doubles, ints, 2).copy(1, 0)).containsExactly(8);
    assertThat(IdxFiles.load("shorts", shorts, ints, 2).copy(0, 0)).containsExactly(-300);
    assertThat(IdxFiles.load("signed", signed, ints, 2).copy(0, 0)).containsExactly(-128);
  }

  @Test
  void aWrongMagicNumberIsShown() throws IOException {
    Path png = write("picture.png", bytes(0x89, 'P', 'N', 'G', 0, 0, 0, 0));
    fails(() -> IdxFiles.load("small", png, labels, 3), png, "an IDX file starts with 00 00, a type (08, 09, 0b, 0c, "
        + "0d or 0e) and 1 to 4 dimensions, and 89 50 4e 47 was found",
        "give an IDX file such as MNIST's train-images-idx3-ubyte");
  }

  @Test
  void truncatedAndTrailingBytesAreCounted() throws IOException {
    byte[] whole = Files.readAllBytes(images);
    Path cut = write("cut", Arrays.copyOf(whole, whole.length - 5));
    fails(() -> IdxFiles.load("small", cut, labels, 3), cut,
        "the header's 3 x 2 x 2 values take 12 bytes, and the file ends after 7",
        "fetch the file again: it is cut off");
    Path more = write("more", Arrays.copyOf(whole, whole.length + 2));
    fails(() -> IdxFiles.load("small", more, labels, 3), more,
        "the header's 3 x 2 x 2 values take 12 bytes, and 2 more follow",
        "fetch the file again: it does not belong to its header");
    Path header = write("header", Arrays.copyOf(whole, 10));
    fails(() -> IdxFiles.load("small", header, labels, 3), header,
        "an IDX file has extents of 3 dimensions, and the file ends within them",
        "fetch the file again: it is cut off");
    Path nothing = write("nothing", new byte[0]);
    fails(() -> IdxFiles.load("small", nothing, labels, 3), nothing,
        "an IDX file has a magic number of 4 bytes, and the file ends within them",
        "fetch the file again: it is cut off");
  }

  @Test
  void aCutOrDamagedGzipStreamIsNamed() throws IOException {
    byte[] packed = gzip(Files.readAllBytes(images));
    Path cut = write("cut.gz", Arrays.copyOf(packed, packed.length - 12));
    fails(() -> IdxFiles.load("small", cut, labels, 3), cut,
        "the gzip stream must be complete, and it is cut off", "fetch the file again");
    byte[] wrong = packed.clone();
    wrong[packed.length - 6] ^= 0x55;
    Path damaged = write("damaged.gz", wrong);
    assertThatExceptionOfType(DataException.class).isThrownBy(() -> IdxFiles.load("small", damaged, labels, 3))
        .withMessageStartingWith(damaged + ": the gzip stream must be intact, and it is damaged (");
  }

  @Test
  void aHugeHeaderAsksForNoMemory() throws IOException {
    Path huge = write("huge", idx(UNSIGNED_BYTE, new byte[3], 60_000, 100, 100));
    fails(() -> IdxFiles.load("small", huge, labels, 3), huge,
        "the header's 60000 x 100 x 100 values take 600000000 bytes, and the file ends after 3",
        "fetch the file again: it is cut off");
    Path beyond = write("beyond", idx(UNSIGNED_BYTE, new byte[3], 60_000, 60_000, 2));
    fails(() -> IdxFiles.load("small", beyond, labels, 3), beyond,
        "one array of 2147483639 bytes must hold the values, and the header says 60000 x 60000 x 2",
        "divide the file");
  }

  @Test
  void anEmptySetIsRefused() throws IOException {
    Path empty = write("empty", idx(UNSIGNED_BYTE, new byte[0], 0, 28, 28));
    fails(() -> IdxFiles.load("small", empty, labels, 3), empty,
        "a data set needs at least one record, and the header counts 0", "give a file with records");
    Path negative = write("negative", idx(UNSIGNED_BYTE, new byte[0], 3, -1, 2));
    fails(() -> IdxFiles.load("small", negative, labels, 3), negative,
        "extents must be at least 1, and the header says -1 for dimension 1", "give a file with records");
  }

  @Test
  void labelsOutOfRangeAreNamedByRecord() {
    fails(() -> IdxFiles.load("small", images, labels, 2), Path.of(labels + ", record 0"),
        "a label must be 0 to 1, and 2 was found",
        "correct the label or give the number of classes as at least 3");
  }

  @Test
  void imagesAndLabelsMustBelongTogether() throws IOException {
    Path two = write("two", idx(UNSIGNED_BYTE, bytes(0, 1), 2));
    fails(() -> IdxFiles.load("small", images, two, 3), images,
        "every image needs a label, and there are 3 images where " + two + " has 2 labels",
        "give two files that belong together");
    fails(() -> IdxFiles.load("small", labels, images, 3), images,
        "labels must be whole numbers in 1 dimension, and the file has UNSIGNED_BYTE in 3 dimensions",
        "give the labels, not the images");
    fails(() -> IdxFiles.load("small", labels, labels, 3), labels,
        "records need 2 to 4 dimensions (count first), and the file has 1", "give the images, not the labels");
  }

  @Test
  void valuesThatAreNotFiniteAreNamedByRecordAndFeature() throws IOException {
    Path nan = write("nan", idx(0x0D, ByteBuffer.allocate(24).putFloat(16, Float.NaN).array(), 3, 2));
    fails(() -> IdxFiles.load("small", nan, labels, 3), Path.of(nan + ", record 2"),
        "every value must be finite as a float, and NaN was found at feature 0", "repair or remove the record");
    Path large = write("large", idx(0x0E, ByteBuffer.allocate(24).putDouble(8, 1e300).array(), 3, 1));
    fails(() -> IdxFiles.load("small", large, labels, 3), Path.of(large + ", record 1"),
        "every value must be finite as a float, and 1.0E300 was found at feature 0", "repair or remove the record");
  }

  @Test
  void aDirectoryOfFourFilesIsADataSetOfItsName() throws IOException {
    byte[] pixels = Files.readAllBytes(images);
    Path set = Files.createDirectory(directory.resolve("tiny-digits"));
    Files.write(set.resolve("train-images-idx3-ubyte.gz"), gzip(pixels));
    Files.write(set.resolve("train-labels.idx1-ubyte"), Files.readAllBytes(labels));
    fails(() -> IdxFiles.loadDirectory(set), set, "the four files of an IDX data set are needed, and "
        + "t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte are missing", "put them there, plain or with .gz");
    Files.write(set.resolve("t10k-images-idx3-ubyte"), pixels);
    fails(() -> IdxFiles.loadDirectory(set), set, "the four files of an IDX data set are needed, and "
        + "t10k-labels-idx1-ubyte is missing", "put it there, plain or with .gz");
    Path testLabels = set.resolve("t10k-labels-idx1-ubyte.gz");
    Files.write(testLabels, gzip(idx(UNSIGNED_BYTE, bytes(1, 1, 1), 3)));
    TrainTest data = IdxFiles.loadDirectory(set);
    assertThat(data.train().name()).isEqualTo("tiny-digits");
    assertThat(data.test().classes()).isEqualTo(3);
    assertThat(data.test().label(2)).isEqualTo(1);
    Files.write(testLabels, idx(UNSIGNED_BYTE, bytes(1, 7, 1), 3));
    fails(() -> IdxFiles.loadDirectory(set), Path.of(testLabels + ", record 1"),
        "a label must be 0 to 2, and 7 was found",
        "correct the label or give the number of classes as at least 8");
  }

  @Test
  void whatIsNotThereIsSaid() {
    Path missing = directory.resolve("missing");
    fails(() -> IdxFiles.load("small", missing, labels, 3), missing, "the file does not exist",
        "give the path of an existing file");
    fails(() -> IdxFiles.loadDirectory(missing), missing, "a directory with train-images-idx3-ubyte, "
        + "train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte (or .gz) is needed, and there is no "
        + "such directory", "give the directory of the files");
  }

  private static void fails(ThrowingCallable call, Path place, String problem, String fix) {
    assertThatExceptionOfType(DataException.class).isThrownBy(call)
        .withMessage(place + ": " + problem + ".\n  Fix: " + fix + ".");
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }

  private static byte[] idx(int type, byte[] values, int... extents) {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * extents.length + values.length);
    buffer.put((byte) 0).put((byte) 0).put((byte) type).put((byte) extents.length);
    for (int extent : extents) {
      buffer.putInt(extent);
    }
    return buffer.put(values).array();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }
}
