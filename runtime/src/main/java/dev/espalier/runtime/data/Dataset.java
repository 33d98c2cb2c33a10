package dev.espalier.runtime.data;

import dev.espalier.runtime.diagnostic.Suggestions;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.random.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Records with one or several named inputs and either a class label or target values each.
 *
 * <p>Immutable, and safe to read from any number of threads. Images are stored as bytes; subsets share the storage.
 * {@link #load}, {@link #labels} and {@link #targets} fill a batch without allocating.
 */
public final class Dataset {

  private static final long SPLIT = Randomness.purpose("split");

  private final String name;
  private final List<InputShape> inputs;
  private final int[] features;
  private final List<Storage> storages;
  private final int[] rows;
  private final Answers answers;

  Dataset(String name, List<InputShape> inputs, List<Storage> storages, int[] rows, Answers answers) {
    this.name = name;
    this.inputs = List.copyOf(inputs);
    this.features = inputs.stream().mapToInt(InputShape::features).toArray();
    this.storages = List.copyOf(storages);
    this.rows = rows;
    this.answers = answers;
  }

  /** Starts a data set from arrays. */
  public static DatasetBuilder builder(String name) {
    return new DatasetBuilder(name);
  }

  /** The name, for reports. */
  public String name() {
    return name;
  }

  /** Number of records, at least 1. */
  public int size() {
    return rows.length;
  }

  /** The inputs; the order is that of {@link #load}'s index. */
  public List<InputShape> inputs() {
    return inputs;
  }

  /** Number of classes; 0 where records have target values. */
  public int classes() {
    return answers.classNames().size();
  }

  /** The name of each class; empty where records have target values. */
  public List<String> classNames() {
    return answers.classNames();
  }

  /** Whether records have a class label, not target values. */
  public boolean hasLabels() {
    return answers.labels() != null;
  }

  /** Output features that a network needs for this data: the classes, or the target values of a record. */
  public int targetWidth() {
    return answers.width();
  }

  /**
   * The class of a record, 0 to classes - 1.
   *
   * @throws DataException when records have target values
   */
  public int label(int record) {
    requireLabelled();
    return answers.labels()[rows[record]];
  }

  /** The target values of a record; for a class label 1 at the label and 0 elsewhere. */
  public float[] target(int record) {
    float[] target = new float[answers.width()];
    answers.write(rows[record], target, 0, 1, target.length);
    return target;
  }

  /** The values of a record's input, row by row. */
  public float[] copy(int record, int input) {
    Storage storage = storages.get(input);
    float[] values = new float[features[input]];
    for (int i = 0; i < values.length; i++) {
      values[i] = storage.value(rows[record] * values.length + i);
    }
    return values;
  }

  /**
   * Gathers records[from .. from + count - 1] of an input into lanes 0 .. count - 1 of a laned value, zeroes the other
   * lanes and leaves the halo as it is.
   *
   * @param input index in {@link #inputs}
   * @param base address of the value's line 0, lane 0
   * @param lanes a multiple of 16, at least the count
   * @param layout as many features as the input has, in its order
   */
  public void load(int input, int[] records, int from, int count, float[] slab, int base, int lanes, Layout layout) {
    if (layout.features() != features[input]) {
      throw new IllegalArgumentException("The layout has " + layout.features() + " features, and input \""
          + inputs.get(input).name() + "\" has " + features[input] + ".");
    }
    requireBatchBounds(records, from, count, lanes);
    Objects.checkFromIndexSize(base, layout.lines() * lanes, slab.length);
    storages.get(input).gather(rows, records, from, count, slab, base, lanes, layout);
  }

  /** Writes the labels of records[from .. from + count - 1] to {@code into[0 .. count - 1]}. */
  public void labels(int[] records, int from, int count, int[] into) {
    requireLabelled();
    int[] labels = answers.labels();
    for (int i = 0; i < count; i++) {
      into[i] = labels[rows[records[from + i]]];
    }
  }

  /**
   * Writes the targets of records[from .. from + count - 1] into lanes 0 .. count - 1 of a laned vector and zeroes its
   * other lanes. A class label becomes 1 on its line and 0 on the others.
   *
   * @param width lines of the vector, at least {@link #targetWidth}; lines beyond it are zero
   */
  public void targets(int[] records, int from, int count, float[] slab, int base, int lanes, int width) {
    requireBatchBounds(records, from, count, lanes);
    Objects.checkFromIndexSize(base, width * lanes, slab.length);
    if (width < answers.width()) {
      throw new IllegalArgumentException(
          "A vector of " + width + " lines cannot hold targets of " + answers.width() + " values.");
    }
    Arrays.fill(slab, base, base + width * lanes, 0);
    for (int lane = 0; lane < count; lane++) {
      answers.write(rows[records[from + lane]], slab, base + lane, lanes, answers.width());
    }
  }

  /**
   * Records from .. to - 1 as a data set.
   *
   * @throws DataException when the range is empty or leaves the set
   */
  public Dataset subset(int from, int to) {
    if (from < 0 || to > size() || from >= to) {
      throw new DataException(name, "a subset must have at least one record within 0 to " + size() + ", and " + from
          + " to " + to + " was asked for", "give 0 <= from < to <= " + size());
    }
    return withRows(Arrays.copyOfRange(rows, from, to));
  }

  /** The first records, at most {@link #size} of them. */
  public Dataset take(int records) {
    return subset(0, records);
  }

  /**
   * Shuffles and divides: the given share to train on, the rest to test.
   *
   * @param share of the records, above 0 and below 1; both parts get at least one record
   * @param seed equal seeds give equal parts
   */
  public TrainTest split(double share, long seed) {
    if (!(share > 0 && share < 1) || size() < 2) {
      throw new DataException(name, "a split needs a share above 0 and below 1 and at least 2 records, and share "
          + share + " of " + size() + " records was asked for", "give a share such as 0.8");
    }
    int[] shuffled = rows.clone();
    Randomness.stream(seed, SPLIT, 0).shuffle(shuffled, 0, shuffled.length);
    int first = Math.clamp(Math.round(share * size()), 1, size() - 1);
    return new TrainTest(withRows(Arrays.copyOfRange(shuffled, 0, first)),
        withRows(Arrays.copyOfRange(shuffled, first, shuffled.length)));
  }

  /** The same data with another shape for an input: images as a vector, say. The number of values must stay. */
  public Dataset reshape(String input, int... shape) {
    int index = indexOf(input);
    InputShape reshaped = InputShape.of(input, shape);
    if (reshaped.features() != inputs.get(index).features()) {
      throw new DataException(name, "reshaping must keep the number of values, and input \"" + input + "\" of shape "
          + inputs.get(index).text() + " has " + inputs.get(index).features() + " where " + reshaped.text() + " has "
          + reshaped.features(), "give extents whose product is " + inputs.get(index).features());
    }
    return withInput(index, reshaped);
  }

  /** The same data with another name for an input. */
  public Dataset rename(String input, String newName) {
    int index = indexOf(input);
    return withInput(index, new InputShape(newName, inputs.get(index).shape()));
  }

  /**
   * Finds the inputs that a network takes. A network's only input takes a data set's only input whatever the names.
   *
   * @return for each wanted input the index for {@link #load}
   * @throws DataException when one is missing or has another shape
   */
  public int[] requireInputs(InputShape... wanted) {
    int[] indices = new int[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      indices[i] = wanted.length == 1 && inputs.size() == 1 ? 0 : indexOf(wanted[i].name());
      InputShape found = inputs.get(indices[i]);
      if (!found.shape().equals(wanted[i].shape())) {
        throw new DataException(name, "input \"" + wanted[i].name() + "\" of the network has shape "
            + wanted[i].text() + ", and input \"" + found.name() + "\" of the data set has " + found.text(),
            found.features() == wanted[i].features()
                ? "declare shape = " + found.text() + " or reshape the data set's input to " + wanted[i].text()
                : "declare shape = " + found.text() + " or supply records of " + wanted[i].text());
      }
    }
    return indices;
  }

  /**
   * Checks that a network has an output for every label, or for every target value.
   *
   * @param outputs the network's output features
   * @throws DataException naming the first record that has no output
   */
  public void requireOutputs(int outputs) {
    if (!hasLabels()) {
      if (outputs != targetWidth()) {
        throw new DataException(name, "the network has " + outputs + " outputs, and a record has " + targetWidth()
            + " target values", "give the last layer " + targetWidth() + " units");
      }
      return;
    }
    for (int record = 0; record < size(); record++) {
      if (label(record) >= outputs) {
        throw new DataException(name + ", record " + record, "a label must be below the network's " + outputs
            + " outputs, and " + label(record) + " was found", "give the last layer " + classes() + " units");
      }
    }
  }

  /** Checks that records have class labels, which cross-entropy and accuracy need. */
  public void requireLabelled() {
    if (!hasLabels()) {
      throw new DataException(name, "class labels are needed, and records have " + targetWidth() + " target values",
          "load the data with a label column or train with the loss MEAN_SQUARED_ERROR");
    }
  }

  /** Checks that a batch is not larger than the set. */
  public void requireBatch(int batch) {
    if (batch > size()) {
      throw new DataException(name, "a batch must not be larger than the set, and a batch of " + batch
          + " was asked of " + size() + " records", "lower the batch to at most " + size());
    }
  }

  String inputsText() {
    return inputs.stream().map(input -> "\"" + input.name() + "\" " + input.text()).collect(Collectors.joining(", "));
  }

  String outputsText() {
    return hasLabels() ? "classes " + classNames() : targetWidth() + " target values";
  }

  Storage storage(int input) {
    return storages.get(input);
  }

  int row(int record) {
    return rows[record];
  }

  /** The same rows of storages with other values. */
  Dataset withStorages(List<Storage> changed) {
    return new Dataset(name, inputs, changed, rows, answers);
  }

  /** The same records, with storages that hold these records alone, in their order. */
  Dataset withCompactStorages(List<Storage> changed) {
    int[] straight = new int[size()];
    Arrays.setAll(straight, i -> i);
    return new Dataset(name, inputs, changed, straight, answers.rows(rows));
  }

  private Dataset withRows(int[] chosen) {
    return new Dataset(name, inputs, storages, chosen, answers);
  }

  private Dataset withInput(int index, InputShape input) {
    List<InputShape> changed = new ArrayList<>(inputs);
    changed.set(index, input);
    DatasetBuilder.requireDistinctNames(name, changed);
    return new Dataset(name, changed, storages, rows, answers);
  }

  private int indexOf(String input) {
    List<String> names = inputs.stream().map(InputShape::name).toList();
    int index = names.indexOf(input);
    if (index < 0) {
      throw new DataException(name, "the data set has no input \"" + input + "\"", Suggestions.forName(input, names));
    }
    return index;
  }

  private static void requireBatchBounds(int[] records, int from, int count, int lanes) {
    Objects.checkFromIndexSize(from, count, records.length);
    if (count > lanes || lanes % Slab.LANE_MULTIPLE != 0) {
      throw new IllegalArgumentException(count + " records do not fit into " + lanes
          + " lanes, which come in multiples of " + Slab.LANE_MULTIPLE + ".");
    }
  }
}
