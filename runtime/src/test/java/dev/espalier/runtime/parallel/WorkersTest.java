package dev.espalier.runtime.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void everyTaskRunsOnceInEveryCall(int threads) {
    try (Workers workers = Workers.of(threads)) {
      int[] sums = new int[13];
      for (int call = 0; call < 3000; call++) {
        int tasks = call % 14;
        workers.run(tasks, (task, worker) -> sums[task]++);
      }
      int[] expected = new int[13];
      for (int call = 0; call < 3000; call++) {
        for (int task = 0; task < call % 14; task++) {
          expected[task]++;
        }
      }
      assertThat(sums).isEqualTo(expected);
    }
  }

  @Test
  void tasksThatWaitForEachOtherRunAtTheSameTime() {
    try (Workers workers = Workers.of(3)) {
      CountDownLatch together = new CountDownLatch(3);
      AtomicIntegerArray seen = new AtomicIntegerArray(3);
      workers.run(3, (task, worker) -> {
        seen.incrementAndGet(worker);
        together.countDown();
        await(together);
      });
      assertThat(seen).hasToString("[1, 1, 1]");
    }
  }

  @Test
  void sleepersWakeForTheNextCall() throws InterruptedException {
    try (Workers workers = Workers.of(2)) {
      for (int call = 0; call < 5; call++) {
        Thread.sleep(2);
        CountDownLatch together = new CountDownLatch(2);
        workers.run(2, (task, worker) -> {
          together.countDown();
          await(together);
        });
      }
    }
  }

  @Test
  void aCallerThatSleepsIsWokenByTheLastTask() {
    try (Workers workers = Workers.of(2)) {
      CountDownLatch begun = new CountDownLatch(2);
      AtomicInteger done = new AtomicInteger();
      workers.run(2, (task, worker) -> {
        begun.countDown();
        await(begun);
        if (worker == 1) {
          pause();
        }
        done.incrementAndGet();
      });
      assertThat(done).hasValue(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void theErrorOfATaskReachesTheCallerAndTheWorkersGoOn(int threads) {
    try (Workers workers = Workers.of(threads)) {
      for (int call = 0; call < 100; call++) {
        assertThatThrownBy(() -> workers.run(8, (task, worker) -> {
          if (task == 5) {
            throw new IllegalStateException("task " + task);
          }
        })).isInstanceOf(IllegalStateException.class).hasMessage("task 5");
        AtomicInteger count = new AtomicInteger();
        workers.run(8, (task, worker) -> count.incrementAndGet());
        assertThat(count).hasValue(8);
      }
    }
  }

  @Test
  void errorsThatAreNoRuntimeExceptionsPassUnwrapped() {
    try (Workers workers = Workers.of(2)) {
      IOException thrown = new IOException("from below");
      assertThatThrownBy(() -> workers.run(2, (task, worker) -> raise(thrown))).isSameAs(thrown);
    }
  }

  @Test
  void aCallWithinATaskRunsAlone() {
    try (Workers workers = Workers.of(2)) {
      AtomicInteger count = new AtomicInteger();
      workers.run(4, (outer, ignored) -> workers.run(4, (inner, worker) -> {
        assertThat(worker).isZero();
        count.incrementAndGet();
      }));
      assertThat(count).hasValue(16);
    }
  }

  @Test
  void callersOnSeveralThreadsEachGetTheirTasksDone() throws InterruptedException {
    try (Workers workers = Workers.of(2)) {
      AtomicInteger count = new AtomicInteger();
      Thread[] callers = new Thread[3];
      Arrays.setAll(callers, i -> new Thread(() -> {
        for (int call = 0; call < 500; call++) {
          workers.run(5, (task, worker) -> count.incrementAndGet());
        }
      }));
      for (Thread caller : callers) {
        caller.start();
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(count).hasValue(3 * 500 * 5);
    }
  }

  @Test
  void closedWorkersStartAgain() {
    Workers workers = Workers.of(2);
    AtomicInteger count = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      workers.run(2, (task, worker) -> count.incrementAndGet());
      workers.close();
    }
    assertThat(count).hasValue(6);
  }

  @Test
  void aCallAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().threadId();
    int[] sums = new int[4];
    Task task = (index, worker) -> sums[index]++;
    try (Workers workers = Workers.of(2)) {
      for (int i = 0; i < 2000; i++) {
        workers.run(4, task);
      }
      long before = threads.getThreadAllocatedBytes(self);
      for (int i = 0; i < 1000; i++) {
        workers.run(4, task);
      }
      assertThat(threads.getThreadAllocatedBytes(self) - before).isLessThan(1000);
    }
    assertThat(sums).containsOnly(3000);
  }

  @Test
  void zeroThreadsAreRefused() {
    assertThatThrownBy(() -> Workers.of(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1 thread, and 0");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void raise(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
