package dev.espalier.runtime.data;

import dev.espalier.runtime.data.CsvColumns.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads tables of numbers with a class or target values: CSV in UTF-8, gzip or plain.
 *
 * <pre>{@code
 * TrainTest digits = CsvFile.options().label(-1).scale(1 / 16f).shape(1, 8, 8).load(train, test);
 * TrainTest cancer = Standardize.both(CsvFile.options().label(1).ignore(0).load(wdbc).split(0.8, 1));
 * Dataset iris = CsvFile.options().header(true).label("species").load(file);
 * }</pre>
 *
 * <p>Every column that is neither the label nor a target nor ignored is a feature. Columns are counted from 0, from
 * the end where negative. Lines that are blank are skipped; every other line must have as many columns as the first.
 * A cell that is not a finite decimal number is refused, with its line and column. For one thread.
 */
public final class CsvFile {

  private boolean header;
  private char delimiter = ',';
  private Reference label;
  private final List<Reference> targets = new ArrayList<>();
  private final List<Reference> ignored = new ArrayList<>();
  private List<String> classes;
  private float scale = 1;
  private String input = "features";
  private int[] shape;
  private String name;

  private CsvFile() {}

  /** Commas, no header, no label yet. */
  public static CsvFile options() {
    return new CsvFile();
  }

  /** Whether the first line names the columns; false unless set. */
  public CsvFile header(boolean first) {
    header = first;
    return this;
  }

  /** What stands between cells; a comma unless set. */
  public CsvFile delimiter(char between) {
    if (between == '"' || between == '\n' || between == '\r' || Character.isLetterOrDigit(between) || between == '.'
        || between == '-' || between == '+') {
      throw new IllegalArgumentException("A delimiter cannot be a part of a number, a quote or the end of a line, and '"
          + between + "' was given.");
    }
    delimiter = between;
    return this;
  }

  /** The column of the class, by index. */
  public CsvFile label(int column) {
    label = Reference.of(column);
    return this;
  }

  /** The column of the class, by header name. */
  public CsvFile label(String column) {
    label = Reference.of(column);
    return this;
  }

  /** Columns of target values (regression), by index. */
  public CsvFile target(int... columns) {
    Arrays.stream(columns).mapToObj(Reference::of).forEach(targets::add);
    return this;
  }

  /** Columns of target values (regression), by header name. */
  public CsvFile target(String... columns) {
    Arrays.stream(columns).map(Reference::of).forEach(targets::add);
    return this;
  }

  /** Columns that are not read, by index. */
  public CsvFile ignore(int... columns) {
    Arrays.stream(columns).mapToObj(Reference::of).forEach(ignored::add);
    return this;
  }

  /** Columns that are not read, by header name. */
  public CsvFile ignore(String... columns) {
    Arrays.stream(columns).map(Reference::of).forEach(ignored::add);
    return this;
  }

  /**
   * The classes as they stand in the file, in the order of their numbers. Unless set they are those that the file has:
   * in numerical order where all are whole numbers, else in alphabetical order.
   */
  public CsvFile classes(String... names) {
    classes = List.of(names);
    return this;
  }

  /** The classes 0 to count - 1, whether or not the file has each. */
  public CsvFile classes(int count) {
    classes = DatasetBuilder.numbered(count);
    return this;
  }

  /** What every feature is multiplied by; 1 unless set. Targets are not scaled. */
  public CsvFile scale(float factor) {
    if (!Float.isFinite(factor) || factor == 0) {
      throw new IllegalArgumentException("A scale is finite and not zero, and " + factor + " was given.");
    }
    scale = factor;
    return this;
  }

  /** The input's name; "features" unless set. */
  public CsvFile input(String inputName) {
    input = inputName;
    return this;
  }

  /** The input's shape; {features} unless set. */
  public CsvFile shape(int... extents) {
    shape = extents.clone();
    return this;
  }

  /** The data set's name; the file's unless set. */
  public CsvFile name(String setName) {
    name = setName;
    return this;
  }

  /**
   * Reads a file.
   *
   * @throws DataException naming file, line and column of what is wrong
   */
  public Dataset load(Path file) {
    return load(file, classes);
  }

  /**
   * Reads a training and a test file; the test file may have the training file's classes only.
   *
   * @throws DataException naming file, line and column of what is wrong
   */
  public TrainTest load(Path train, Path test) {
    Dataset first = load(train, classes);
    return new TrainTest(first, load(test, first.hasLabels() ? first.classNames() : null));
  }

  private Dataset load(Path file, List<String> known) {
    if ((label == null) == targets.isEmpty()) {
      throw new DataException(file.toString(), "a record has either a class or target values, and the options name "
          + (label == null ? "neither" : "both"), "call label(column) or target(columns)");
    }
    CsvTable table = CsvTable.read(file, new CsvTable.Format(header, delimiter, scale, label, targets, ignored));
    CsvColumns columns = table.columns();
    InputShape inputShape = shape == null
        ? InputShape.of(input, columns.features().size())
        : InputShape.of(input, shape);
    if (inputShape.features() != columns.features().size()) {
      throw new DataException(file.toString(), "a record's features must fill the shape, and the file has "
          + columns.features().size() + " where " + inputShape.text() + " takes " + inputShape.features(),
          "give another shape or ignore columns");
    }
    Path last = file.getFileName();
    String setName = name != null ? name : last == null ? "table" : last.toString();
    return Dataset.builder(setName)
        .stored(inputShape, new FloatStorage(table.features()))
        .answers(label == null ? Answers.targets(table.targets(), targets.size()) : table.labels(known))
        .build();
  }
}
