package dev.espalier.codegen.emit;

import java.util.ArrayList;
import java.util.List;

/** What JavaPoet prints, as a person would have set it: short Javadoc on one line, long Javadoc wrapped. */
final class SourceText {
  private static final int WIDTH = 120;
  private static final String OPEN = "/**";
  private static final String CLOSE = "*/";

  private SourceText() {}

  static String tidy(String text) {
    List<String> lines = new ArrayList<>();
    List<String> source = text.lines().map(String::stripTrailing).toList();
    for (int i = 0; i < source.size(); i++) {
      String line = source.get(i);
      boolean shortComment = line.strip().equals(OPEN)
          && i + 2 < source.size()
          && source.get(i + 2).strip().equals(CLOSE)
          && source.get(i + 1).length() + 5 <= WIDTH;
      if (shortComment) {
        lines.add(line + source.get(i + 1).strip().substring(1) + " " + CLOSE);
        i += 2;
      } else if (line.strip().startsWith("* ") && line.length() > WIDTH) {
        wrap(line, lines);
      } else {
        lines.add(line);
      }
    }
    return joinFields(lines);
  }

  private static void wrap(String line, List<String> to) {
    int star = line.indexOf('*') + 1;
    int words = star + 1;
    while (line.charAt(words) == ' ') {
      words++;
    }
    String hanging = line.substring(words).startsWith("<li>") ? "    " : "";
    String prefix = line.substring(0, star) + " ".repeat(words - star) + hanging;
    StringBuilder current = new StringBuilder(line.substring(0, words));
    for (String word : line.substring(words).split(" ", -1)) {
      if (current.length() + word.length() + 1 > WIDTH && !current.toString().isBlank()) {
        to.add(current.toString().stripTrailing());
        current = new StringBuilder(prefix);
      }
      current.append(word).append(' ');
    }
    to.add(current.toString().stripTrailing());
  }

  // A blank line between two fields that have their comment, or none, on the line above says nothing.
  private static String joinFields(List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      boolean between = lines.get(i).isEmpty()
          && i > 0
          && i + 2 < lines.size()
          && isField(lines.get(i - 1))
          && startsField(lines.get(i + 1), lines.get(i + 2));
      if (!between) {
        text.append(lines.get(i)).append('\n');
      }
    }
    return text.toString();
  }

  private static boolean startsField(String line, String next) {
    boolean comment = line.startsWith("  /** ") && line.endsWith(CLOSE);
    return isField(comment ? next : line);
  }

  private static boolean isField(String line) {
    return line.startsWith("  private ") && line.endsWith(";");
  }
}
