package dev.espalier.runtime.data;

import dev.espalier.runtime.data.CsvColumns.Reference;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The rows of a CSV file as numbers and class names. */
final class CsvTable {

  /** How a file is written and what its columns are for. */
  record Format(
      boolean header, char delimiter, float scale, Reference label, List<Reference> targets, List<Reference> ignored) {}

  /** Java's own parser takes more: "1f", "0x1p3", "NaN". */
  private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,9}");
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Path file;
  private final Format format;
  private CsvColumns columns;
  private float[] features = new float[1024];
  private int featureCount;
  private float[] targets = new float[64];
  private int targetCount;
  private final List<String> labels = new ArrayList<>();
  private final List<Integer> lines = new ArrayList<>();

  private CsvTable(Path file, Format format) {
    this.file = file;
    this.format = format;
  }

  static CsvTable read(Path file, Format format) {
    CsvTable table = new CsvTable(file, format);
    try (BufferedReader reader = new BufferedReader(
        new InputStreamReader(DataFiles.open(file), StandardCharsets.UTF_8.newDecoder()))) {
      table.read(reader);
    } catch (CharacterCodingException cause) {
      throw new DataException(file.toString(), "the file must be text in UTF-8, and it is not", "convert it", cause);
    } catch (IOException cause) {
      throw DataFiles.unreadable(file, cause);
    }
    return table;
  }

  CsvColumns columns() {
    return columns;
  }

  float[] features() {
    return Arrays.copyOf(features, featureCount);
  }

  float[] targets() {
    return Arrays.copyOf(targets, targetCount);
  }

  /** Labels by the known classes, or by those that the file has where none are known. */
  Answers labels(List<String> known) {
    List<String> classes = known != null ? known : found();
    Map<String, Integer> numbers = new HashMap<>();
    for (String name : classes) {
      numbers.put(name, numbers.size());
    }
    int[] numbered = new int[labels.size()];
    for (int record = 0; record < numbered.length; record++) {
      Integer number = numbers.get(labels.get(record));
      if (number == null) {
        throw new DataException(place(lines.get(record)), "a class must be one of " + String.join(", ", classes)
            + ", and \"" + labels.get(record) + "\" was found in " + columns.describe(columns.label()),
            "correct it or list it in classes(...)");
      }
      numbered[record] = number;
    }
    return Answers.labels(numbered, classes);
  }

  private List<String> found() {
    List<String> distinct = labels.stream().distinct().toList();
    boolean whole = distinct.stream().allMatch(name -> WHOLE.matcher(name).matches());
    Comparator<String> order = Comparator.naturalOrder();
    return distinct.stream().sorted(whole ? Comparator.comparing(Integer::valueOf) : order).toList();
  }

  private void read(BufferedReader reader) throws IOException {
    List<String> names = List.of();
    boolean awaitsHeader = format.header();
    int number = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      if (number == 1 && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK) {
        line = line.substring(1);
      }
      if (line.isBlank()) {
        continue;
      }
      List<String> cells = CsvLine.cells(line, format.delimiter(), place(number));
      if (awaitsHeader) {
        names = List.copyOf(cells);
        awaitsHeader = false;
        continue;
      }
      if (columns == null) {
        int count = names.isEmpty() ? cells.size() : names.size();
        columns = CsvColumns.resolve(
            file.toString(), names, count, format.label(), format.targets(), format.ignored());
      }
      row(cells, number);
    }
    if (columns == null) {
      throw new DataException(file.toString(), "a data set needs at least one record, and the file has none",
          format.header() ? "supply lines after the header" : "supply lines");
    }
  }

  private void row(List<String> cells, int number) {
    if (cells.size() != columns.count()) {
      throw new DataException(place(number), "every line must have " + columns.count() + " columns, and "
          + cells.size() + " were found", "complete or remove the line, and check the delimiter '"
          + format.delimiter() + "'");
    }
    features = withRoom(features, featureCount + columns.features().size());
    for (int column : columns.features()) {
      features[featureCount++] = number(cells, column, number, format.scale());
    }
    targets = withRoom(targets, targetCount + columns.targets().size());
    for (int column : columns.targets()) {
      targets[targetCount++] = number(cells, column, number, 1);
    }
    if (columns.label() >= 0) {
      String label = cells.get(columns.label());
      if (label.isEmpty()) {
        throw new DataException(place(number), "every record needs a class, and " + columns.describe(columns.label())
            + " is empty", "complete or remove the line");
      }
      labels.add(label);
    }
    lines.add(number);
  }

  private float number(List<String> cells, int column, int line, float scale) {
    String cell = cells.get(column);
    if (!NUMBER.matcher(cell).matches()) {
      String hint = line == 1 && !format.header() ? ", or set header(true) if the line names the columns" : "";
      throw new DataException(place(line), "a feature or target must be a finite decimal number, and \"" + cell
          + "\" was found in " + columns.describe(column),
          "repair or remove the line, or ignore the column" + hint);
    }
    float value = (float) (Double.parseDouble(cell) * scale);
    if (!Float.isFinite(value)) {
      throw new DataException(place(line), "every value must be finite as a float, and " + cell
          + (scale == 1 ? "" : " times the scale " + scale) + " in " + columns.describe(column) + " is not",
          "repair or remove the line, or lower the scale");
    }
    return value;
  }

  private String place(int line) {
    return file + ", line " + line;
  }

  private static float[] withRoom(float[] values, int needed) {
    return needed <= values.length ? values : Arrays.copyOf(values, Math.max(needed, values.length * 2));
  }
}
