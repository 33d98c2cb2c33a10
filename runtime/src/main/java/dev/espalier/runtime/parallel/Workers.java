package dev.espalier.runtime.parallel;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Threads that share the tasks of one call: the caller and a fixed number of helpers.
 *
 * <p>Every thread takes the next task that nobody has taken, so that a slow one takes fewer. Which thread runs a task
 * changes no result as long as tasks are independent. A call allocates nothing. Helpers wait for the next call by
 * spinning for {@value Crew#SPIN_NANOS} nanoseconds, then they sleep; they are daemons and start with the first call
 * that has work for them.
 *
 * <p>Safe for any number of callers. While one call is under way, another one, from a task of the first or from
 * another thread, runs its tasks alone: it neither waits nor brings more threads than there are.
 */
public final class Workers implements AutoCloseable {

  /** The system property with the number of threads of {@link #shared}; all processors without it. */
  public static final String PROPERTY = "espalier.threads";

  private static Workers shared;

  private final int threads;
  private final AtomicBoolean busy = new AtomicBoolean();
  private Crew crew;

  private Workers(int threads) {
    this.threads = threads;
  }

  /**
   * Workers of their own.
   *
   * @param threads the caller included, at least 1
   */
  public static Workers of(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("Work needs at least 1 thread, and " + threads + " were given.");
    }
    return new Workers(threads);
  }

  /**
   * The workers of the process.
   *
   * @throws IllegalArgumentException when the system property {@value #PROPERTY} is no positive number
   */
  public static synchronized Workers shared() {
    if (shared == null) {
      shared = new Workers(sharedThreads());
    }
    return shared;
  }

  /** The threads of {@link #shared}. */
  private static int sharedThreads() {
    String wanted = System.getProperty(PROPERTY);
    if (wanted == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    String digits = wanted.strip();
    if (!digits.matches("[1-9][0-9]{0,3}")) {
      throw new IllegalArgumentException("System property " + PROPERTY + " is '" + wanted
          + "'.\n  Fix: give the number of threads, from 1 to 9999, or leave it out for all processors.");
    }
    return Integer.parseInt(digits);
  }

  /** The most tasks that run at the same time. */
  public int threads() {
    return threads;
  }

  /**
   * Runs all tasks and returns when they are done. What they wrote is visible to the caller.
   *
   * <p>When a task throws, those that have not begun are left out, and the first error is thrown here, as it is.
   *
   * @param tasks how many, at least 0
   */
  public void run(int tasks, Task task) {
    if (tasks < 2 || threads == 1 || !busy.compareAndSet(false, true)) {
      for (int i = 0; i < tasks; i++) {
        task.run(i, 0);
      }
      return;
    }
    try {
      if (crew == null) {
        crew = Crew.start(threads - 1);
      }
      crew.run(tasks, task);
    } finally {
      busy.set(false);
    }
  }

  /** Lets the helpers end once the call that is under way is done; a later call starts new ones. */
  @Override
  public void close() {
    while (!busy.compareAndSet(false, true)) {
      Thread.onSpinWait();
    }
    try {
      if (crew != null) {
        crew.end();
        crew = null;
      }
    } finally {
      busy.set(false);
    }
  }
}
