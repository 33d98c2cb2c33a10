package dev.espalier.bench.measure;

import dev.espalier.bench.Contender;
import dev.espalier.bench.Settling;
import dev.espalier.bench.task.Expected;
import dev.espalier.bench.task.Task;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** A contender in the race for one task. */
final class Entrant {

  /** A block is long enough for the clock, and for what a contender's threads cost to wake. */
  private static final double BLOCK_NANOS = 2e6;

  private static final double FASTER = 0.92;
  private static final double THROWN_AWAY = 4;
  private static final long MOST_WARM_UP_NANOS = 10_000_000_000L;

  /** For a contender that gets little of a processor. */
  private static final long MOST_WAITING_NANOS = 60_000_000_000L;

  /** In a longer run, what is called once in it is a small part. */
  private static final double COUNTED_BELOW_NANOS = 1e6;

  private static final long MOST_SETTLING_NANOS = 1_500_000_000L;
  private static final long IDLE_MILLIS = 5;
  private static final CompilationMXBean COMPILERS = ManagementFactory.getCompilationMXBean();

  private final Contender contender;
  private final Clock clock;
  private final List<Double> nanos = new ArrayList<>();
  private Contender.Prepared prepared;
  private double error;
  private Throwable failure;
  private int runsInBlock = 1;

  Entrant(Contender contender, Clock clock) {
    this.contender = contender;
    this.clock = clock;
  }

  /** Prepares, runs once and compares. */
  void check(Task task, List<Expected> expected) {
    attempt(
        () -> {
          prepared = contender.prepare(task);
          prepared.run();
          error = Check.errorOf(prepared.result(), expected);
        });
  }

  /** Compares again: what ran first was interpreted, what was timed is compiled. */
  void checkAgain(List<Expected> expected) {
    attempt(() -> error = Math.max(error, Check.errorOf(prepared.result(), expected)));
  }

  /**
   * Runs until blocks have not become faster for as long as the contender takes to settle, and for half of the time
   * that went by, while the JVM's compilers had nothing to do: a queue of other methods may stand before this
   * contender's, and compiled code that met a path it did not expect is thrown away and slow until it is compiled
   * again. All is judged by processor time: on a busy machine a second may pass with few runs in it.
   */
  void warmUp() {
    attempt(
        () -> {
          Settling settling = contender.settling();
          long begun = System.nanoTime();
          long start = Clock.CPU.nanos();
          long improved = start;
          long runs = 0;
          long compiled = COMPILERS.getTotalCompilationTime();
          double best = Double.POSITIVE_INFINITY;
          long now;
          do {
            double each = block(Clock.CPU);
            runs += runsInBlock;
            runsInBlock = (int) Math.clamp(BLOCK_NANOS / each, 1, 1_000_000);
            now = Clock.CPU.nanos();
            long compiledNow = COMPILERS.getTotalCompilationTime();
            if (each < best * FASTER || each > best * THROWN_AWAY || compiledNow - compiled > IDLE_MILLIS) {
              improved = now;
              compiled = compiledNow;
            }
            best = Math.min(best, each);
          } while (now - start < MOST_WARM_UP_NANOS
              && System.nanoTime() - begun < MOST_WAITING_NANOS
              && (now - improved < settlingNanos(settling, now - start)
                  || (runs < settling.runs() && best < COUNTED_BELOW_NANOS)));
        });
  }

  private static long settlingNanos(Settling settling, long ran) {
    return Math.max(settling.time().toNanos(), Math.min(MOST_SETTLING_NANOS, ran / 2));
  }

  /** One timed block, after one run that brings this contender's data back into the caches. */
  void round() {
    attempt(
        () -> {
          prepared.run();
          nanos.add(block(clock));
        });
  }

  private double block(Clock by) throws Exception {
    long start = by.nanos();
    for (int i = 0; i < runsInBlock; i++) {
      prepared.run();
    }
    long taken = Math.max(1, by.nanos() - start);
    return (double) taken / runsInBlock;
  }

  Figure figure() {
    if (failure != null) {
      return Figure.problem(contender.name(), failure);
    }
    double median = Statistics.median(nanos.stream().mapToDouble(Double::doubleValue).toArray());
    return Figure.of(contender.name(), median / 1e3, error);
  }

  void close() {
    if (prepared != null) {
      attempt(prepared::close);
    }
  }

  private interface Step {
    void take() throws Exception;
  }

  /** A native library that is missing here is a line of the report, not the end of it. */
  @SuppressWarnings("CatchingUnchecked")
  private void attempt(Step step) {
    if (failure != null) {
      return;
    }
    try {
      step.take();
    } catch (Exception | LinkageError thrown) {
      failure = thrown;
    }
  }
}
