package dev.espalier.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.progress.Listener;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllocationTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int WARM_UP = 600;
  private static final int STEPS = 500;

  /** A step that allocates does so in every window; what the virtual machine allocates once falls into one of them. */
  private static final int WINDOWS = 3;

  @ParameterizedTest
  @ValueSource(strings = {"SGD", "SGD, Nesterov, decay", "Adam, decay", "AdamW"})
  void aSteadyStepAllocatesNothing(String optimizer) {
    TinyNetwork network = Cases.builder("one shot in training", optimizer)
        .policy("hidden", policy -> policy.schedule(SchedulePlan.oneShot(0.01)))
        .policy("logits", policy -> policy.schedule(SchedulePlan.oneShot(0.01)))
        .build();
    // One epoch is longer than the test: neither evaluation nor pruning falls into the measured steps.
    Dataset train = TinyNetwork.data("train", 8 * (WARM_UP + WINDOWS * STEPS + 10), 1);
    try (TrainingRun run = network.start(train, TinyNetwork.data("test", 8, 2), Listener.none())) {
      for (int i = 0; i < WARM_UP; i++) {
        assertThat(run.nextBatch()).isTrue();
        network.step(run);
      }
      assertThat(network.sparsity()).isEqualTo(0.75);
      long least = Long.MAX_VALUE;
      for (int window = 0; window < WINDOWS; window++) {
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().threadId());
        for (int i = 0; i < STEPS; i++) {
          run.nextBatch();
          network.step(run);
        }
        long after = THREADS.getThreadAllocatedBytes(Thread.currentThread().threadId());
        long itself = THREADS.getThreadAllocatedBytes(Thread.currentThread().threadId()) - after;
        least = Math.min(least, after - before - itself);
      }
      assertThat(least).isZero();
    }
  }
}
