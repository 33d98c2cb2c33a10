package dev.espalier.runtime.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** Makes a data set from arrays; everything is copied and checked in {@link #build}. For one thread. */
public final class DatasetBuilder {

  private final String name;
  private final List<InputShape> inputs = new ArrayList<>();
  private final List<Storage> storages = new ArrayList<>();
  private Answers answers;

  DatasetBuilder(String name) {
    this.name = Objects.requireNonNull(name, "name");
  }

  /** An input as floats, record after record, each row by row in {@code shape}. */
  public DatasetBuilder input(String input, int[] shape, float[] values) {
    return stored(InputShape.of(input, shape), new FloatStorage(values.clone()));
  }

  /** An input as unsigned bytes, record after record; a value is the byte times {@code scale}. */
  public DatasetBuilder pixels(String input, int[] shape, byte[] bytes, float scale) {
    return stored(InputShape.of(input, shape), new PixelStorage(bytes.clone(), scale, 0));
  }

  /** A class label, 0 to classes - 1, for each record. */
  public DatasetBuilder labels(int[] labels, int classes) {
    return labels(labels, numbered(classes));
  }

  /** A class label for each record, with the classes' names. */
  public DatasetBuilder labels(int[] labels, List<String> classNames) {
    return answers(Answers.labels(labels.clone(), classNames));
  }

  /** Target values for each record, record after record, {@code width} of each. */
  public DatasetBuilder targets(float[] targets, int width) {
    if (width < 1) {
      throw new DataException(name, "a record has at least 1 target value, and " + width + " was given",
          "give the number of outputs");
    }
    if (targets.length % width != 0) {
      throw new DataException(name, "every record must have " + width + " target values, and " + targets.length
          + " values are no multiple of that", "give size x " + width + " values");
    }
    return answers(Answers.targets(targets.clone(), width));
  }

  /**
   * Checks the parts against one another.
   *
   * @throws DataException when there is no record, no input, no label or target, when counts differ, a label is out of
   *     range or a value is not finite
   */
  public Dataset build() {
    if (inputs.isEmpty() || answers == null) {
      throw new DataException(name, "a data set needs at least one input and labels or targets, and has "
          + inputs.size() + " inputs and " + (answers == null ? "neither labels nor targets" : "them"),
          "call input(...) or pixels(...), and labels(...) or targets(...)");
    }
    int size = answers.count();
    if (size == 0) {
      throw new DataException(name, "a data set needs at least one record, and has none", "supply records");
    }
    requireDistinctNames(name, inputs);
    for (int i = 0; i < inputs.size(); i++) {
      requireRecords(inputs.get(i), storages.get(i), size);
      requireFinite(inputs.get(i), storages.get(i));
    }
    requireAnswers();
    return new Dataset(name, inputs, storages, IntStream.range(0, size).toArray(), answers);
  }

  static List<String> numbered(int classes) {
    return IntStream.range(0, classes).mapToObj(String::valueOf).toList();
  }

  /** Without a copy: for loaders, which give their array away. */
  DatasetBuilder stored(InputShape input, Storage storage) {
    inputs.add(input);
    storages.add(storage);
    return this;
  }

  DatasetBuilder answers(Answers given) {
    if (answers != null) {
      throw new DataException(name, "records have labels or targets, once, and a second call was made",
          "call labels(...) or targets(...) once");
    }
    answers = given;
    return this;
  }

  static void requireDistinctNames(String name, List<InputShape> inputs) {
    Set<String> seen = new HashSet<>();
    for (InputShape input : inputs) {
      if (!seen.add(input.name())) {
        throw new DataException(name, "input names must differ, and \"" + input.name() + "\" stands twice",
            "rename one of them");
      }
    }
  }

  private void requireRecords(InputShape input, Storage storage, int size) {
    int features = input.features();
    if (storage.length() != (long) size * features) {
      String found = storage.length() % features == 0
          ? storage.length() / features + " records"
          : storage.length() + " values, no multiple of " + features + ",";
      throw new DataException(name, "every record must have a label and every input, and input \"" + input.name()
          + "\" of shape " + input.text() + " has " + found + " where there are labels or targets of " + size
          + " records", "supply the same number of records for both");
    }
  }

  private void requireFinite(InputShape input, Storage storage) {
    for (int i = 0; i < storage.length(); i++) {
      if (!Float.isFinite(storage.value(i))) {
        throw new DataException(name + ", record " + i / input.features(), "every value must be finite, and "
            + storage.value(i) + " was found at feature " + i % input.features() + " of input \"" + input.name()
            + "\"", "repair or remove the record");
      }
    }
  }

  private void requireAnswers() {
    int[] labels = answers.labels();
    if (labels != null) {
      for (int record = 0; record < labels.length; record++) {
        requireLabel(name, record, labels[record], answers.classNames().size());
      }
      return;
    }
    float[] target = new float[answers.width()];
    for (int record = 0; record < answers.count(); record++) {
      answers.write(record, target, 0, 1, target.length);
      for (int i = 0; i < target.length; i++) {
        if (!Float.isFinite(target[i])) {
          throw new DataException(name + ", record " + record, "every target must be finite, and " + target[i]
              + " was found at output " + i, "repair or remove the record");
        }
      }
    }
  }

  static void requireLabel(String place, int record, int label, int classes) {
    if (label < 0 || label >= classes) {
      throw new DataException(place + ", record " + record, "a label must be 0 to " + (classes - 1) + ", and " + label
          + " was found", "correct the label or give the number of classes as at least " + (Math.max(0, label) + 1L));
    }
  }
}
