package dev.espalier.runtime.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads CIFAR-10's binary files, gzip or plain (Krizhevsky: "Learning multiple layers of features from tiny images",
 * 2009). A file has no header: record after record a byte of the label, 0 to 9, and {@value #PIXELS} bytes of the
 * image, {3, 32, 32}, red before green before blue. Bytes stay bytes in storage and are scaled to 0..1; {@link
 * Standardize#fitChannels} goes on from there. The input's name is {@value #INPUT}.
 */
public final class CifarFiles {

  /** The name of the input. */
  public static final String INPUT = "image";

  /** The classes, by their labels. */
  public static final List<String> CLASSES = List.of(
      "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private static final int PIXELS = 3 * 32 * 32;
  private static final int RECORD = 1 + PIXELS;
  private static final float BYTE_SCALE = 1 / 255f;

  private CifarFiles() {}

  /**
   * Loads a directory: training files are called {@code train*.bin} or {@code data_batch*.bin}, test files {@code
   * test*.bin}, each with or without {@code .gz}, in the order of their names. The data set is named after the
   * directory.
   *
   * @throws DataException when there are none of either, or one is wrong
   */
  public static TrainTest loadDirectory(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new DataException(directory.toString(),
          "a directory with data_batch_1.bin to data_batch_5.bin and test_batch.bin (or .gz) is needed, and there is no"
              + " such directory",
          "give the directory of the files");
    }
    Path last = directory.toAbsolutePath().normalize().getFileName();
    String name = last == null ? "data" : last.toString();
    return new TrainTest(
        load(name, files(directory, "training", "train", "data_batch")), load(name, files(directory, "test", "test")));
  }

  /**
   * Loads files, one after the other.
   *
   * @param name the data set's name
   * @param files at least one
   * @throws DataException when a file cannot be read, is no whole number of records or has a label above 9
   */
  public static Dataset load(String name, List<Path> files) {
    if (files.isEmpty()) {
      throw new DataException(name, "at least one file is needed, and none was given", "give the paths of the files");
    }
    List<byte[]> contents = new ArrayList<>();
    long records = 0;
    for (Path file : files) {
      byte[] content = read(file);
      contents.add(content);
      records += content.length / RECORD;
    }
    if (records * PIXELS > Integer.MAX_VALUE - 8) {
      throw new DataException(name, "images are kept in one array of at most " + (Integer.MAX_VALUE - 8)
          + " bytes, and " + records + " records have " + records * PIXELS, "load fewer files at once");
    }
    byte[] pixels = new byte[(int) records * PIXELS];
    int[] labels = new int[(int) records];
    int record = 0;
    for (int f = 0; f < contents.size(); f++) {
      byte[] content = contents.get(f);
      for (int from = 0; from < content.length; from += RECORD, record++) {
        labels[record] = content[from] & 0xFF;
        DatasetBuilder.requireLabel(files.get(f).toString(), from / RECORD, labels[record], CLASSES.size());
        System.arraycopy(content, from + 1, pixels, record * PIXELS, PIXELS);
      }
    }
    return Dataset.builder(name)
        .stored(InputShape.of(INPUT, 3, 32, 32), new PixelStorage(pixels, BYTE_SCALE, 0))
        .answers(Answers.labels(labels, CLASSES))
        .build();
  }

  private static byte[] read(Path file) {
    byte[] content;
    try (InputStream in = DataFiles.open(file)) {
      content = in.readAllBytes();
    } catch (IOException e) {
      throw DataFiles.unreadable(file, e);
    }
    if (content.length == 0 || content.length % RECORD != 0) {
      throw new DataException(file.toString(), "a file is whole records of " + RECORD + " bytes, and it has "
          + content.length + " bytes, " + content.length % RECORD + " more than " + content.length / RECORD
          + " records",
          "give a file in CIFAR-10's binary layout, and fetch it again if it was cut off");
    }
    return content;
  }

  private static List<Path> files(Path directory, String what, String... beginnings) {
    try (Stream<Path> all = Files.list(directory)) {
      List<Path> files = all.filter(file -> matches(file, beginnings))
          .sorted(Comparator.comparing(file -> file.getFileName().toString()))
          .toList();
      if (files.isEmpty()) {
        throw new DataException(directory.toString(), "the " + what + " files begin with "
            + String.join(" or ", beginnings) + " and end with .bin or .bin.gz, and there is none",
            "put them there under such names, or give the files themselves");
      }
      return files;
    } catch (IOException e) {
      throw DataFiles.unreadable(directory, e);
    }
  }

  private static boolean matches(Path file, String... beginnings) {
    String name = file.getFileName().toString();
    return (name.endsWith(".bin") || name.endsWith(".bin.gz")) && Stream.of(beginnings).anyMatch(name::startsWith);
  }
}
