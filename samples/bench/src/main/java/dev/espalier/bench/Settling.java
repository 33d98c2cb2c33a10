package dev.espalier.bench;

import java.time.Duration;

/**
 * How long a contender has to run before it may be called steady.
 *
 * @param time of the measuring thread on a processor without getting faster
 * @param runs at least so many in all, where a run takes less than a millisecond
 */
public record Settling(Duration time, int runs) {

  /** A native library's: it compiles nothing, or in its first run. */
  public static final Settling OF_A_LIBRARY = new Settling(Duration.ofMillis(30), 1);

  /** HotSpot compiles a method for good after 5,000 calls at the latest, and some are called once a run. */
  private static final int CALLS = 6_000;

  /** What the JVM compiles: until it has done so, code is as steady as it is slow. */
  public static Settling ofCompiledCode(Duration time) {
    return new Settling(time, CALLS);
  }
}
