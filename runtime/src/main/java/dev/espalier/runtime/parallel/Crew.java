package dev.espalier.runtime.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The helpers of one {@link Workers}, for one caller at a time.
 *
 * <p>{@code ticket} holds the number of the call and, below it, how many of its tasks nobody has taken. Who lowers it
 * has a task of that very call, which cannot end before that task does: {@code task} and {@code tasks} are his to read.
 */
final class Crew {
  /** Calls of a training or inference loop follow each other faster than this; waking a sleeper takes about as long. */
  static final long SPIN_NANOS = 50_000;

  private static final long CALL = 1L << Integer.SIZE;
  private static final int SPINS_A_LOOK = 64;

  private final AtomicLong ticket = new AtomicLong();
  private final AtomicInteger unfinished = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Helper[] helpers;
  private Task task;
  private int tasks;
  private volatile Thread sleepingCaller;
  private volatile boolean ended;

  private Crew(int count) {
    helpers = new Helper[count];
  }

  static Crew start(int count) {
    Crew crew = new Crew(count);
    for (int i = 0; i < count; i++) {
      crew.helpers[i] = crew.new Helper(i + 1);
    }
    for (Helper helper : crew.helpers) {
      helper.start();
    }
    return crew;
  }

  void run(int count, Task work) {
    task = work;
    tasks = count;
    failure.setRelease(null);
    unfinished.setRelease(count);
    ticket.set((ticket.get() & -CALL) + CALL + count);
    for (int i = 0; i < helpers.length && i < count - 1; i++) {
      helpers[i].wake();
    }
    work(0);
    awaitLast();
    task = null;
    Throwable thrown = failure.getAcquire();
    if (thrown != null) {
      Crew.<RuntimeException>sneak(thrown);
    }
  }

  void end() {
    ended = true;
    for (Helper helper : helpers) {
      LockSupport.unpark(helper);
    }
  }

  /** Takes tasks of the current call until none is left. */
  private void work(int worker) {
    for (long seen = ticket.get(); (int) seen > 0; seen = ticket.get()) {
      if (ticket.compareAndSet(seen, seen - 1)) {
        runOne(tasks - (int) seen, worker);
      }
    }
  }

  // A task may throw anything; all of it reaches the caller.
  private void runOne(int index, int worker) {
    try {
      if (failure.getAcquire() == null) {
        task.run(index, worker);
      }
    } catch (Throwable thrown) {
      failure.compareAndSet(null, thrown);
    } finally {
      // By now the next caller may be the one that sleeps: it is woken for nothing, and looks again.
      if (unfinished.decrementAndGet() == 0) {
        Thread sleeper = sleepingCaller;
        if (sleeper != null) {
          LockSupport.unpark(sleeper);
        }
      }
    }
  }

  private void awaitLast() {
    long start = System.nanoTime();
    for (int spins = 1; unfinished.get() > 0; spins++) {
      if (spins % SPINS_A_LOOK != 0 || System.nanoTime() - start < SPIN_NANOS) {
        Thread.onSpinWait();
        continue;
      }
      sleepingCaller = Thread.currentThread();
      if (unfinished.get() > 0) {
        LockSupport.park(this);
      }
      sleepingCaller = null;
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private final class Helper extends Thread {
    private final int worker;
    private volatile boolean asleep;

    Helper(int worker) {
      super("espalier-worker-" + worker);
      this.worker = worker;
      setDaemon(true);
    }

    void wake() {
      if (asleep) {
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      while (awaitCall()) {
        work(worker);
      }
    }

    /** Whether there are tasks; false when all is over. */
    private boolean awaitCall() {
      long start = System.nanoTime();
      for (int spins = 1; (int) ticket.get() == 0; spins++) {
        if (ended) {
          return false;
        }
        if (spins % SPINS_A_LOOK != 0 || System.nanoTime() - start < SPIN_NANOS) {
          Thread.onSpinWait();
          continue;
        }
        asleep = true;
        if ((int) ticket.get() == 0 && !ended) {
          LockSupport.park(Crew.this);
        }
        asleep = false;
      }
      return true;
    }
  }
}
