package dev.espalier.runtime.data;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What to say of a name that is not among the known ones. */
final class Spelling {

  private Spelling() {}

  /** "Did you mean" the nearest name when one is near, else the choices. */
  static String suggest(String wanted, List<String> known) {
    String choices = known.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    return nearest(wanted, known).map(name -> "did you mean \"" + name + "\"? Known are " + choices)
        .orElse("use one of " + choices);
  }

  private static Optional<String> nearest(String wanted, List<String> known) {
    int limit = Math.max(1, wanted.length() / 3);
    String best = null;
    for (String name : known) {
      int distance = distance(wanted, name);
      if (distance <= limit) {
        limit = distance - 1;
        best = name;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
