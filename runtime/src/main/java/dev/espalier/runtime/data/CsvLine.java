package dev.espalier.runtime.data;

import java.util.ArrayList;
import java.util.List;

/** Divides a line of a CSV file into its cells (RFC 4180, except that a quoted cell ends on its line). */
final class CsvLine {

  private final String line;
  private final char delimiter;
  private int at;

  private CsvLine(String line, char delimiter) {
    this.line = line;
    this.delimiter = delimiter;
  }

  /**
   * The cells, without their quotes and without the blanks around them.
   *
   * @param place file and line, for errors
   */
  static List<String> cells(String line, char delimiter, String place) {
    CsvLine cursor = new CsvLine(line, delimiter);
    List<String> cells = new ArrayList<>();
    do {
      cells.add(cursor.cell(place, cells.size()));
    } while (cursor.nextCell());
    return cells;
  }

  private boolean nextCell() {
    return at++ < line.length();
  }

  private String cell(String place, int column) {
    int start = at;
    skipBlanks();
    if (at < line.length() && line.charAt(at) == '"') {
      return quoted(place, column);
    }
    int end = line.indexOf(delimiter, start);
    at = end < 0 ? line.length() : end;
    return line.substring(start, at).strip();
  }

  private String quoted(String place, int column) {
    StringBuilder cell = new StringBuilder();
    at++;
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c != '"') {
        cell.append(c);
      } else if (at < line.length() && line.charAt(at) == '"') {
        cell.append('"');
        at++;
      } else {
        skipBlanks();
        if (at < line.length() && line.charAt(at) != delimiter) {
          throw new DataException(place, "after the closing quote of column " + column + " the delimiter '" + delimiter
              + "' must follow, and '" + line.charAt(at) + "' was found", "double the quotes inside a quoted cell");
        }
        return cell.toString();
      }
    }
    throw new DataException(place, "a quote must be closed on its line, and that of column " + column + " is not",
        "close the quote");
  }

  private void skipBlanks() {
    while (at < line.length() && line.charAt(at) != delimiter && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
      at++;
    }
  }
}
