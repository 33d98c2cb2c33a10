package dev.espalier.runtime.data;

/** Data that cannot be used: the place, the rule with what was found, and the fix. */
public final class DataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String place;
  private final String problem;
  private final String fix;

  /**
   * Creates the error.
   *
   * @param place file or data set, and the record, line or feature where one is meant
   * @param problem the rule and what was found, one sentence without the full stop
   * @param fix what to do, a clause without the full stop
   */
  public DataException(String place, String problem, String fix) {
    this(place, problem, fix, null);
  }

  /** The same, with what caused it. */
  public DataException(String place, String problem, String fix, Throwable cause) {
    super(place + ": " + problem + ".\n  Fix: " + fix + ".", cause);
    this.place = place;
    this.problem = problem;
    this.fix = fix;
  }

  /** File or data set, and the record, line or feature where one is meant. */
  public String place() {
    return place;
  }

  /** The rule and what was found. */
  public String problem() {
    return problem;
  }

  /** What to do. */
  public String fix() {
    return fix;
  }
}
