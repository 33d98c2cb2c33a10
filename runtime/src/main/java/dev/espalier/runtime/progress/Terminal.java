package dev.espalier.runtime.progress;

import java.io.Console;

/** What stands at the other end of standard output. */
final class Terminal {

  private static final int USUAL_COLUMNS = 80;
  private static final int FEWEST_COLUMNS = 40;
  private static final int MOST_COLUMNS = 200;

  private Terminal() {}

  /** Whether text can be redrawn in place: input and output are a terminal that knows a carriage return. */
  @SuppressWarnings("SystemConsoleNull") // JDK 22 to 24 never returned null; since 25 it is null off a terminal again.
  static boolean isInteractive() {
    Console console = System.console();
    return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
  }

  /** Columns as COLUMNS says; 80 where it does not. */
  static int columns() {
    String columns = System.getenv("COLUMNS");
    if (columns == null || !columns.matches("\\d{1,4}")) {
      return USUAL_COLUMNS;
    }
    return Math.clamp(Integer.parseInt(columns), FEWEST_COLUMNS, MOST_COLUMNS);
  }
}
