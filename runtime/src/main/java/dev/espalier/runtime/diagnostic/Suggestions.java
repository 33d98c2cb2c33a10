package dev.espalier.runtime.diagnostic;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** "Did you mean": the nearest of the names that exist, and the list of choices. */
public final class Suggestions {
  private Suggestions() {}

  /** {@code Did you mean 'x'? } when one is near, then the choices. */
  public static String forName(String wrong, Collection<String> choices) {
    String list = choices.isEmpty() ? "there are none" : "choices are " + String.join(", ", choices);
    return nearest(wrong, choices).map(n -> "did you mean '" + n + "'? (" + list + ")")
        .orElse("use one that exists (" + list + ")");
  }

  /** The nearest name within a third of its length, letters' case ignored. */
  public static Optional<String> nearest(String wrong, Collection<String> choices) {
    return choices.stream()
        .filter(c -> distance(wrong, c) <= Math.max(1, Math.max(wrong.length(), c.length()) / 3))
        .min(Comparator.comparingInt((String c) -> distance(wrong, c)).thenComparing(Comparator.naturalOrder()));
  }

  /** Damerau-Levenshtein distance with adjacent swaps, letters' case ignored. */
  static int distance(String first, String second) {
    String a = first.toLowerCase(java.util.Locale.ROOT);
    String b = second.toLowerCase(java.util.Locale.ROOT);
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
        if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
