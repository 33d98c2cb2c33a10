package dev.espalier.runtime.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final float NONE = Float.NaN;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, UTF_8);
  private long now;

  @Test
  void withoutATerminalThereIsALineForEachEpochAndPruning() {
    Listener console = new ConsoleListener(out, false, 80, () -> now);
    console.trainingStarted(new TrainingStart("LeNet300", "mnist", 60_000, 20, 1000, 60, 266_610, 0));
    run(console, 1000);
    console.epochCompleted(new EpochSummary(1, 20, 0.25f, 0.9f, 0.2f, 0.95f, 0, 0.001f, 3.14));
    console.pruned(new PruningEvent(1, 1000, List.of(new PruningEvent.Layer("hidden1", 0, 0.6f),
        new PruningEvent.Layer("hidden2", 0, 0.4f)), 0, 0.5f, 0.95f, 0.94f));
    console.checkpointWritten(Path.of("run.checkpoint"));
    console.epochCompleted(new EpochSummary(2, 20, 0.25f, 0.9f, NONE, NONE, 0.5f, 0.001f, 75));
    console.trainingCompleted(new TrainingSummary(2, 2000, 0.125f, NONE, 0.5f, 8000, true));
    assertThat(lines()).containsExactly(
        "LeNet300 on mnist: 266,610 weights, 60,000 records, 20 epochs of 1,000 steps, batch 60",
        "epoch  1/20  loss 0.2500  train 90.00 %  test 95.00 %  sparsity 0.00 %  3.1s",
        "pruned at step 1000: sparsity 0.00 % -> 50.00 %, accuracy 95.00 % -> 94.00 % "
            + "(hidden1 60.00 %, hidden2 40.00 %)",
        "epoch  2/20  loss 0.2500  train 90.00 %  sparsity 50.00 %  1m15s",
        "interrupted after 2 epochs (2,000 steps) in 2h13m: loss 0.1250, sparsity 50.00 %; resume from run.checkpoint");
  }

  @Test
  void aRegressionShowsItsTestLossAndNoAccuracy() {
    Listener console = new ConsoleListener(out, false, 80, () -> now);
    console.trainingStarted(new TrainingStart("Small", "wine", 10, 2, 1, 10, 12, 1));
    console.epochCompleted(new EpochSummary(1, 2, 0.25f, NONE, 0.5f, NONE, 0, 0.001f, 0.01));
    console.pruned(new PruningEvent(1, 1, List.of(), 0, 0.5f, NONE, NONE));
    console.trainingCompleted(new TrainingSummary(2, 2, 0.25f, 0.5f, 0, 59.7, false));
    assertThat(lines()).containsExactly(
        "Small on wine: 12 weights, 10 records, 2 epochs of 1 steps, batch 10, resumed after step 1",
        "epoch 1/2  loss 0.2500  test loss 0.5000  sparsity 0.00 %  0.0s",
        "pruned at step 1: sparsity 0.00 % -> 50.00 %",
        "trained after 2 epochs (2 steps) in 1m00s: loss 0.2500, test 50.00 %, sparsity 0.00 %");
  }

  @Test
  void onATerminalTheBarIsRedrawnInPlaceAtMostTenTimesASecond() {
    Listener console = new ConsoleListener(out, true, 90, () -> now);
    run(console, 1000);
    String text = bytes.toString(UTF_8);
    assertThat(text).doesNotContain("\n");
    assertThat(text.split("\r", -1)).hasSize(1 + 10);
    assertThat(text).contains("\repoch 1/2 [====>                   ]"
        + " loss 0.7500  acc 50.00 %  sparsity 0.00 %  1.8s left");
    console.epochCompleted(new EpochSummary(1, 2, 0.25f, NONE, NONE, NONE, 0, 0.001f, 1));
    String after = bytes.toString(UTF_8).substring(text.length());
    assertThat(after).matches("\r +\repoch 1/2  loss 0.2500  sparsity 0.00 %  1.0s\\R");
  }

  @Test
  void theBarStaysWithinTheTerminal() {
    for (int columns : new int[] {40, 60, 79, 200}) {
      bytes.reset();
      run(new ConsoleListener(out, true, columns, () -> now), 10);
      assertThat(bytes.toString(UTF_8).substring(1)).hasSizeLessThan(columns);
    }
  }

  @Test
  void aStepThatDrawsNothingAllocatesNothing() {
    Listener console = Listener.of(new ConsoleListener(out, true, 80, () -> 0), Listener.none(),
        new ConsoleListener(out, false, 80, () -> 0));
    ProgressMeter meter = new ProgressMeter(1, 100_000);
    meter.epoch(1, 0);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int step = 0; step < 100; step++) {
        meter.step(0.5f, 0.5f, 10, 0, 0.1f);
        console.stepCompleted(meter);
      }
      allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(allocated).isZero();
    assertThat(bytes.toString(UTF_8).split("\r", -1)).hasSize(2);
  }

  @Test
  void theMeterWeighsBatchesAndForesees() {
    ProgressMeter meter = new ProgressMeter(3, 4, () -> now);
    meter.epoch(1, 0);
    assertThat(meter.secondsLeft()).isNaN();
    now += 2_000_000_000L;
    meter.step(1, 0.5f, 30, 0.25f, 0.1f);
    assertThat(meter.secondsLeft()).isCloseTo(22, within(1e-9));
    meter.step(4, 1, 10, 0.5f, 0.05f);
    assertThat(meter.secondsLeft()).isCloseTo(10, within(1e-9));
    assertThat(meter.epochLoss()).isEqualTo(1.75f);
    assertThat(meter.epochAccuracy()).isEqualTo(0.625f);
    assertThat(meter.loss()).isEqualTo(4);
    assertThat(meter.accuracy()).isEqualTo(1);
    assertThat(meter.sparsity()).isEqualTo(0.5f);
    assertThat(meter.learningRate()).isEqualTo(0.05f);
    assertThat(meter.step()).isEqualTo(2);
    assertThat(meter.seconds()).isEqualTo(2);
  }

  @Test
  void aResumedMeterGoesOnInTheEpoch() {
    ProgressMeter before = new ProgressMeter(2, 4, () -> now);
    before.epoch(2, 0);
    before.step(1, 0.5f, 30, 0, 0.1f);
    ProgressMeter after = new ProgressMeter(2, 4, () -> now);
    after.epoch(2, before.step());
    after.restore(before.epochLossSum(), before.epochAccuracySum(), before.epochSamples());
    now += 3_000_000_000L;
    for (ProgressMeter meter : new ProgressMeter[] {before, after}) {
      meter.step(4, 1, 10, 0, 0.1f);
      assertThat(meter.step()).isEqualTo(2);
      assertThat(meter.epochLoss()).isEqualTo(1.75f);
    }
    assertThat(before.secondsLeft()).isCloseTo(3, within(1e-9));
    assertThat(after.secondsLeft()).isCloseTo(6, within(1e-9));
  }

  @Test
  void combinedListenersAreToldInTurn() {
    List<String> heard = new ArrayList<>();
    Listener both = Listener.of(recording("a", heard), recording("b", heard));
    both.trainingStarted(new TrainingStart("n", "d", 1, 1, 1, 1, 1, 0));
    both.stepCompleted(new ProgressMeter(1, 1));
    both.epochCompleted(new EpochSummary(1, 1, 0, 0, 0, 0, 0, 0, 0));
    both.pruned(new PruningEvent(1, 1, List.of(), 0, 0, 0, 0));
    both.checkpointWritten(Path.of("p"));
    both.trainingCompleted(new TrainingSummary(1, 1, 0, 0, 0, 0, false));
    assertThat(heard).containsExactly("a start", "b start", "a step", "b step", "a epoch", "b epoch", "a pruned",
        "b pruned", "a p", "b p", "a end", "b end");
  }

  /** A run of 1000 steps in an epoch, one each millisecond. */
  private void run(Listener listener, int steps) {
    ProgressMeter meter = new ProgressMeter(2, 1000, () -> now);
    meter.epoch(1, 0);
    for (int step = 0; step < steps; step++) {
      now += 1_000_000L;
      meter.step(0.75f, 0.5f, 60, 0, 0.001f);
      listener.stepCompleted(meter);
    }
  }

  private List<String> lines() {
    return bytes.toString(UTF_8).lines().toList();
  }

  private static Listener recording(String name, List<String> heard) {
    return new Listener() {
      @Override
      public void trainingStarted(TrainingStart start) {
        heard.add(name + " start");
      }

      @Override
      public void stepCompleted(StepProgress progress) {
        heard.add(name + " step");
      }

      @Override
      public void epochCompleted(EpochSummary epoch) {
        heard.add(name + " epoch");
      }

      @Override
      public void pruned(PruningEvent event) {
        heard.add(name + " pruned");
      }

      @Override
      public void checkpointWritten(Path path) {
        heard.add(name + " " + path);
      }

      @Override
      public void trainingCompleted(TrainingSummary summary) {
        heard.add(name + " end");
      }
    };
  }
}
