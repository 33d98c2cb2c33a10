package dev.espalier.runtime.cost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table in plain text: columns as wide as their widest cell, names to the left and numbers to the right. */
public final class TextTable {
  private static final String GAP = "  ";

  private final boolean[] right;
  private final List<String[]> rows = new ArrayList<>();
  private final List<Integer> rules = new ArrayList<>();

  /** A heading that starts with {@code >} makes a column of numbers. */
  public TextTable(String... headings) {
    right = new boolean[headings.length];
    String[] first = new String[headings.length];
    for (int c = 0; c < headings.length; c++) {
      right[c] = headings[c].startsWith(">");
      first[c] = right[c] ? headings[c].substring(1) : headings[c];
    }
    rows.add(first);
    rule();
  }

  /** Adds a row, one cell a column. */
  public void row(String... cells) {
    if (cells.length != right.length) {
      throw new IllegalArgumentException(right.length + " cells make a row, and " + cells.length + " were given.");
    }
    rows.add(cells.clone());
  }

  /** Draws a line under what there is so far. */
  public void rule() {
    rules.add(rows.size());
  }

  /** The lines, each with a line break, none with blanks at its end. */
  public String text() {
    int[] widths = new int[right.length];
    for (String[] row : rows) {
      for (int c = 0; c < row.length; c++) {
        widths[c] = Math.max(widths[c], row[c].length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      if (rules.contains(r)) {
        out.repeat('-', Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1)).append('\n');
      }
      out.append(line(rows.get(r), widths)).append('\n');
    }
    return out.toString();
  }

  private String line(String[] row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < row.length; c++) {
      int blanks = widths[c] - row[c].length();
      line.append(c == 0 ? "" : GAP);
      line.repeat(' ', right[c] ? blanks : 0).append(row[c]).repeat(' ', right[c] ? 0 : blanks);
    }
    return line.toString().stripTrailing();
  }
}
