package dev.espalier.runtime.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads IDX, the format of MNIST, Fashion-MNIST and their kin, gzip or plain.
 *
 * <p>A file is a magic number (00 00, type, dimensions), the extents as big-endian ints, and the values row by row
 * (LeCun, Cortes, Burges: "The MNIST database of handwritten digits"). Images of count x rows x columns become records
 * of shape {1, rows, columns}; four dimensions are {channels, rows, columns}, two are {features}. Unsigned bytes
 * are kept as bytes and scaled to 0..1; other types are taken as they are. The input's name is {@value #INPUT}.
 */
public final class IdxFiles {

  /** The name of the input. */
  public static final String INPUT = "image";

  private static final float BYTE_SCALE = 1 / 255f;

  private static final List<String> NAMES = List.of(
      "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");

  private IdxFiles() {}

  /**
   * Loads MNIST's four files from a directory; the data set is named after the directory, and there are as many classes
   * as the training labels have.
   *
   * <p>The names are {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte}
   * and {@code t10k-labels-idx1-ubyte}, each with or without {@code .gz} (and with {@code .idx} for {@code -idx}).
   *
   * @throws DataException when one is missing or wrong
   */
  public static TrainTest loadDirectory(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new DataException(directory.toString(), "a directory with " + String.join(", ", NAMES)
          + " (or .gz) is needed, and there is no such directory", "give the directory of the files");
    }
    List<Path> files = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String name : NAMES) {
      Path file = find(directory, name);
      if (file == null) {
        missing.add(name);
      } else {
        files.add(file);
      }
    }
    if (!missing.isEmpty()) {
      throw new DataException(directory.toString(), "the four files of an IDX data set are needed, and "
          + String.join(", ", missing) + (missing.size() == 1 ? " is" : " are") + " missing",
          "put " + (missing.size() == 1 ? "it" : "them") + " there, plain or with .gz");
    }
    Path last = directory.toAbsolutePath().normalize().getFileName();
    String name = last == null ? "data" : last.toString();
    IdxArray trainLabels = labels(files.get(1));
    int classes = largest(trainLabels) + 1;
    return new TrainTest(
        load(name, IdxArray.read(files.get(0)), trainLabels, classes),
        load(name, IdxArray.read(files.get(2)), labels(files.get(3)), classes));
  }

  /**
   * Loads images and their labels.
   *
   * @param name the data set's name
   * @param classes labels must be 0 to classes - 1
   * @throws DataException when a file is missing or wrong, or the two do not belong together
   */
  public static Dataset load(String name, Path images, Path labels, int classes) {
    return load(name, IdxArray.read(images), labels(labels), classes);
  }

  private static Dataset load(String name, IdxArray images, IdxArray labels, int classes) {
    if (images.dimensions() < 2) {
      throw new DataException(images.file().toString(),
          "records need 2 to 4 dimensions (count first), and the file has 1", "give the images, not the labels");
    }
    if (images.count() != labels.count()) {
      throw new DataException(images.file().toString(), "every image needs a label, and there are " + images.count()
          + " images where " + labels.file() + " has " + labels.count() + " labels",
          "give two files that belong together");
    }
    int[] classOf = new int[labels.count()];
    for (int record = 0; record < classOf.length; record++) {
      classOf[record] = labels.whole(record);
      DatasetBuilder.requireLabel(labels.file().toString(), record, classOf[record], classes);
    }
    Storage storage = images.type() == IdxArray.Type.UNSIGNED_BYTE
        ? new PixelStorage(images.bytes(), BYTE_SCALE, 0)
        : new FloatStorage(images.floats());
    return Dataset.builder(name).stored(InputShape.of(INPUT, images.recordShape()), storage)
        .answers(Answers.labels(classOf, DatasetBuilder.numbered(classes))).build();
  }

  private static IdxArray labels(Path file) {
    IdxArray labels = IdxArray.read(file);
    if (labels.dimensions() != 1 || !labels.type().isWhole()) {
      throw new DataException(file.toString(), "labels must be whole numbers in 1 dimension, and the file has "
          + labels.type() + " in " + labels.dimensions() + " dimensions", "give the labels, not the images");
    }
    return labels;
  }

  private static int largest(IdxArray labels) {
    int largest = 0;
    for (int i = 0; i < labels.count(); i++) {
      largest = Math.max(largest, labels.whole(i));
    }
    return largest;
  }

  private static Path find(Path directory, String name) {
    for (String spelled : List.of(name, name.replace("-idx", ".idx"))) {
      for (String ending : List.of("", ".gz")) {
        Path file = directory.resolve(spelled + ending);
        if (Files.isRegularFile(file)) {
          return file;
        }
      }
    }
    return null;
  }
}
