package dev.espalier.bench.measure;

import dev.espalier.bench.Contender;
import dev.espalier.bench.task.Expected;
import dev.espalier.bench.task.Task;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Checks and times the contenders of a task.
 *
 * <p>All take turns, round after round, and each figure is the median over the rounds: where the machine gets faster or
 * slower, it does so for all.
 */
public final class Race {

  private static final int FEWEST_ROUNDS = 5;
  /**
   * A contender's threads spin on for a while when its turn is over: a helper that is woken meanwhile is put where its
   * caller runs.
   */
  private static final long PAUSE_NANOS = 2_000_000;

  private final Peak peak;
  private final Clock clock;
  private final long budgetNanos;

  /**
   * A race.
   *
   * @param peak takes part in every round for the share of peak
   * @param clock what times are read from
   * @param budgetMillis how long timed rounds of a task go on; there are five rounds at least
   */
  public Race(Peak peak, Clock clock, long budgetMillis) {
    this.peak = peak;
    this.clock = clock;
    this.budgetNanos = budgetMillis * 1_000_000;
  }

  /**
   * The figures of a task.
   *
   * @param contenders those that are to be timed; those that do not take the task are left out
   */
  public Outcome run(Task task, List<Contender> contenders) {
    List<Expected> expected = task.expected();
    Entrant yardstick = new Entrant(peak, clock);
    List<Entrant> entrants =
        contenders.stream().filter(c -> c.takes(task)).map(c -> new Entrant(c, clock)).toList();
    try {
      yardstick.check(task, List.of());
      yardstick.warmUp();
      for (Entrant entrant : entrants) {
        entrant.check(task, expected);
        entrant.warmUp();
      }
      rounds(yardstick, entrants);
      if (task.repeatable()) {
        entrants.forEach(e -> e.checkAgain(expected));
      }
      return new Outcome(
          task, peak.operations() / yardstick.figure().micros() / 1e3, entrants.stream().map(Entrant::figure).toList());
    } finally {
      yardstick.close();
      entrants.forEach(Entrant::close);
    }
  }

  private void rounds(Entrant yardstick, List<Entrant> entrants) {
    long start = System.nanoTime();
    for (int round = 0; round < FEWEST_ROUNDS || System.nanoTime() - start < budgetNanos; round++) {
      yardstick.round();
      for (Entrant entrant : entrants) {
        if (peak.threads() > 1) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
        entrant.round();
      }
    }
  }
}
