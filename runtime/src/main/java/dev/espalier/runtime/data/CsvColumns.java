package dev.espalier.runtime.data;

import dev.espalier.runtime.diagnostic.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What each column of a file is for.
 *
 * @param names header names; empty without a header
 * @param count columns of the file
 * @param label the column of the class; -1 where there are targets
 * @param targets the columns of the target values
 * @param features the other columns that are not ignored, in their order
 */
record CsvColumns(List<String> names, int count, int label, List<Integer> targets, List<Integer> features) {

  /** A column as the user named it: by header name, or by index (from 0; from the end where negative). */
  record Reference(String name, int index) {

    static Reference of(String name) {
      return new Reference(name, 0);
    }

    static Reference of(int index) {
      return new Reference(null, index);
    }
  }

  static CsvColumns resolve(String place, List<String> names, int count, Reference label, List<Reference> targets,
      List<Reference> ignored) {
    int labelColumn = label == null ? -1 : column(place, names, count, label);
    List<Integer> taken = new ArrayList<>();
    if (label != null) {
      taken.add(labelColumn);
    }
    List<Integer> targetColumns = targets.stream().map(target -> column(place, names, count, target)).toList();
    taken.addAll(targetColumns);
    ignored.forEach(reference -> taken.add(column(place, names, count, reference)));
    for (int i = 0; i < taken.size(); i++) {
      if (taken.subList(0, i).contains(taken.get(i))) {
        throw new DataException(place, "a column has one use, and " + describe(names, taken.get(i)) + " has two",
            "name it once among label, target and ignore");
      }
    }
    List<Integer> features = IntStream.range(0, count).boxed().filter(column -> !taken.contains(column)).toList();
    if (features.isEmpty()) {
      throw new DataException(place, "at least one column must be a feature, and none of " + count + " is left",
          "check the delimiter and the ignored columns");
    }
    return new CsvColumns(names, count, labelColumn, targetColumns, features);
  }

  String describe(int column) {
    return describe(names, column);
  }

  private static int column(String place, List<String> names, int count, Reference reference) {
    if (reference.name() == null) {
      int index = reference.index() < 0 ? count + reference.index() : reference.index();
      if (index < 0 || index >= count) {
        throw new DataException(place, "a column must be one of the file's " + count + ", and index "
            + reference.index() + " was given",
            "give 0 to " + (count - 1) + ", or -1 to -" + count + " from the end, and check the delimiter");
      }
      return index;
    }
    if (names.isEmpty()) {
      throw new DataException(place, "a column is found by name in the header, and \"" + reference.name()
          + "\" is wanted of a file read without one", "set header(true) or give the column's index");
    }
    int index = names.indexOf(reference.name());
    if (index < 0) {
      throw new DataException(place, "the header has no column \"" + reference.name() + "\"",
          Suggestions.forName(reference.name(), names));
    }
    return index;
  }

  private static String describe(List<String> names, int column) {
    return "column " + column + (names.isEmpty() ? "" : " (\"" + names.get(column) + "\")");
  }
}
