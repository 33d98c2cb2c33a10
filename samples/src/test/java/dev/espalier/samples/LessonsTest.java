package dev.espalier.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.runtime.data.DrawnDigits;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.progress.StepProgress;
import dev.espalier.runtime.prune.PruningEvent;
import dev.espalier.runtime.train.History;
import dev.espalier.runtime.train.TrainingInterruptedException;
import dev.espalier.samples.lesson01.PrunedDigits;
import dev.espalier.samples.lesson04.PrunedBranches;
import dev.espalier.samples.lesson05.PrunedTicket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lessons' networks from end to end: trained, pruned, frozen, saved, loaded, on drawn digits. */
final class LessonsTest {

  private static final TrainTest DIGITS = DrawnDigits.generate(2_000, 400, 1);

  @TempDir Path directory;

  @Test
  void aNetworkTrainsPrunesAndReloads() throws IOException {
    PrunedDigits net = PrunedDigits.create(42);
    net.fit(DIGITS.train(), DIGITS.test());

    assertThat(net.evaluate(DIGITS.test()).accuracy()).isGreaterThan(0.85);
    assertThat(net.layer("hidden1").weight().keptCount()).isEqualTo(235_200 / 20);
    assertThat(net.layer("hidden2").weight().keptCount()).isEqualTo(30_000 / 10);

    Path file = directory.resolve("digits.espalier");
    Frozen frozen = net.freeze();
    frozen.save(file);
    assertThat(Files.size(file)).isEqualTo(frozen.bytesOnDisk()).isLessThan(100_000);
    Frozen loaded = PrunedDigits.load(file);
    assertThat(loaded.evaluate(DIGITS.test())).isEqualTo(frozen.evaluate(DIGITS.test()));
    assertThat(loaded.evaluate(DIGITS.test()).accuracy()).isEqualTo(net.evaluate(DIGITS.test()).accuracy());
  }

  @Test
  void aGraphWithBranchesAndConvolutionsTrainsPrunesAndFreezes() {
    // The lesson's 3 epochs are 96 steps on this small set, after which the dense network is near 0.81 itself.
    PrunedBranches net = PrunedBranches.builder().seed(42).train(t -> t.epochs(6)).build();
    net.fit(DIGITS.train(), DIGITS.test());
    double accuracy = net.evaluate(DIGITS.test()).accuracy();
    assertThat(accuracy).isGreaterThan(0.8);
    assertThat(net.layer("inner1").weight().sparsity()).isEqualTo(0.8, within(0.002));
    assertThat(net.freeze().evaluate(DIGITS.test()).accuracy()).isEqualTo(accuracy, within(0.005));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 29, 30, 35, 70, 118})
  void aRunInterruptedAtAnyStepAndResumedEqualsTheUninterruptedOne(int stop) {
    PrunedDigits whole = shortRun().build();
    History expected = whole.fit(DIGITS.train().take(1_800), DIGITS.test());

    Path checkpoint = directory.resolve("run.checkpoint");
    Listener stopper = interruptAfter(stop);
    PrunedDigits first = shortRun().checkpoint(checkpoint, 1_000).build();
    assertThatThrownBy(() -> first.fit(DIGITS.train().take(1_800), DIGITS.test(), stopper))
        .isInstanceOf(TrainingInterruptedException.class)
        .hasMessageContaining("run.checkpoint");
    Thread.interrupted();

    PrunedDigits second = shortRun().resume(checkpoint).build();
    assertThat(second.fit(DIGITS.train().take(1_800), DIGITS.test())).isEqualTo(expected);
    for (String layer : new String[] {"hidden1", "hidden2", "logits"}) {
      assertThat(second.layer(layer).weight().values()).isEqualTo(whole.layer(layer).weight().values());
      assertThat(second.layer(layer).bias().values()).isEqualTo(whole.layer(layer).bias().values());
      for (int slot = 0; slot < whole.layer(layer).weight().stateSlots(); slot++) {
        assertThat(second.layer(layer).weight().state(slot)).isEqualTo(whole.layer(layer).weight().state(slot));
      }
    }
  }

  @Test
  void anInterruptInTheLastStepLeavesTheRunCompleteAndTheThreadInterrupted() {
    History expected = shortRun().build().fit(DIGITS.train().take(1_800), DIGITS.test());
    PrunedDigits interrupted = shortRun().checkpoint(directory.resolve("run.checkpoint"), 1_000).build();
    assertThat(interrupted.fit(DIGITS.train().take(1_800), DIGITS.test(), interruptAfter(119))).isEqualTo(expected);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aTicketRewindsAndReachesItsSparsity() {
    PrunedTicket net = PrunedTicket.builder().seed(7).train(t -> t.epochs(2)).build();
    History history = net.fit(DIGITS.train(), DIGITS.test());
    assertThat(net.layer("hidden1").weight().sparsity()).isEqualTo(0.97, within(1e-4));
    assertThat(history.prunings()).extracting(PruningEvent::step).containsOnly(68L, 136L, 204L);
    assertThat(history.epochs()).hasSize(2 * 4);
  }

  /** Interrupts the thread in the step with this number, counted from 0. */
  private static Listener interruptAfter(int stop) {
    return new Listener() {
      private int steps;

      @Override
      public void stepCompleted(StepProgress progress) {
        if (steps++ == stop) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }

  private static NetworkBuilder<PrunedDigits> shortRun() {
    return PrunedDigits.builder()
        .seed(3)
        .train(t -> t.epochs(4))
        .policy("hidden1", LessonsTest::ramp)
        .policy("hidden2", LessonsTest::ramp);
  }

  private static PrunePolicy ramp(PrunePolicy policy) {
    return policy.schedule(SchedulePlan.gradual(0.5, 3.5, 7));
  }
}
