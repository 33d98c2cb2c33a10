package dev.espalier.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.dsl.Densities;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.RankingPlan;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.file.EspalierFileException;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.progress.StepProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResumeTest {

  private static final Dataset TRAIN = TinyNetwork.data("train", 14, 1);
  private static final Dataset TEST = TinyNetwork.data("test", 12, 2);

  @TempDir(factory = MemoryDirectory.class)
  Path directory;

  @ParameterizedTest(name = "{0} with {1}")
  @MethodSource("dev.espalier.runtime.train.Cases#schedulesByOptimizers")
  void aRunResumedAtAnyStepEqualsTheUninterruptedOne(String schedule, String optimizer) {
    TinyNetwork whole = Cases.builder(schedule, optimizer).build();
    History expected = whole.fit(TRAIN, TEST, Listener.none());
    long steps = expected.lastEpoch().step();
    Path file = directory.resolve("run");
    for (long at = 0; at < steps; at++) {
      TinyNetwork first = Cases.builder(schedule, optimizer).checkpoint(file, 1000).build();
      interruptAfter(first, at);
      TinyNetwork second = Cases.builder(schedule, optimizer).resume(file).build();
      assertThat(second.masks()).isEqualTo(first.masks());
      History resumed = second.fit(TRAIN, TEST, Listener.none());
      assertThat(resumed).as("interrupted after step %d", at).isEqualTo(expected);
      assertThat(Cases.bits(second)).as("interrupted after step %d", at).isEqualTo(Cases.bits(whole));
    }
  }

  /** Groups of every form, on the way to their sparsity and there. */
  @Test
  void aRunOfAnyGranularityResumesToo() {
    List<UnaryOperator<PrunePolicy>> changes = List.of(p -> p.blocks(2, 2), p -> p.nOfM(1, 2, 1),
        p -> p.combining(2, 0.5),
        p -> p.group("both").ranking(new RankingPlan("both", 0.1, 0.9, Densities.ERDOS_RENYI)));
    for (UnaryOperator<PrunePolicy> change : changes) {
      Supplier<NetworkBuilder<TinyNetwork>> builder = () -> {
        NetworkBuilder<TinyNetwork> tiny = TinyNetwork.builder().seed(7);
        for (String layer : List.of("hidden", "logits")) {
          tiny.policy(layer, p -> change.apply(p.sparsity(0.5).schedule(SchedulePlan.gradual(0, 1.5, 1))));
        }
        return tiny;
      };
      TinyNetwork whole = builder.get().build();
      History expected = whole.fit(TRAIN, TEST, Listener.none());
      assertThat(whole.sparsity()).isGreaterThan(0.3);
      Path file = directory.resolve("run");
      for (long at = 0; at < expected.lastEpoch().step(); at++) {
        interruptAfter(builder.get().checkpoint(file, 1000).build(), at);
        TinyNetwork second = builder.get().resume(file).build();
        assertThat(second.fit(TRAIN, TEST, Listener.none())).isEqualTo(expected);
        assertThat(Cases.bits(second)).isEqualTo(Cases.bits(whole));
      }
    }
  }

  @Test
  void aRunInterruptedTwiceEqualsTheUninterruptedOne() {
    TinyNetwork whole = Cases.builder("lottery to step 2", "AdamW").build();
    History expected = whole.fit(TRAIN, TEST, Listener.none());
    Path file = directory.resolve("run");
    interruptAfter(Cases.builder("lottery to step 2", "AdamW").checkpoint(file, 1000).build(), 1);
    interruptAfter(Cases.builder("lottery to step 2", "AdamW").resume(file).checkpoint(file, 1000).build(), 6);
    TinyNetwork last = Cases.builder("lottery to step 2", "AdamW").resume(file).build();
    assertThat(last.fit(TRAIN, TEST, Listener.none())).isEqualTo(expected);
    assertThat(Cases.bits(last)).isEqualTo(Cases.bits(whole));
  }

  @Test
  void aFinishedRunResumesToItself() {
    Path file = directory.resolve("run");
    TinyNetwork whole = Cases.builder("iterative", "SGD").checkpoint(file, 1000).build();
    History expected = whole.fit(TRAIN, TEST, Listener.none());
    TinyNetwork again = Cases.builder("iterative", "SGD").resume(file).build();
    assertThat(again.fit(TRAIN, TEST, Listener.none())).isEqualTo(expected);
    assertThat(Cases.bits(again)).isEqualTo(Cases.bits(whole));
  }

  @Test
  void checkpointsAreWrittenEverySoManyStepsAndAtTheEnd() {
    Path file = directory.resolve("run");
    List<String> heard = new ArrayList<>();
    Cases.builder("one shot in training", "SGD").checkpoint(file, 3).build().fit(TRAIN, TEST, new Listener() {
      @Override
      public void stepCompleted(StepProgress progress) {
        heard.add("step");
      }

      @Override
      public void checkpointWritten(Path path) {
        heard.add(path.getFileName().toString());
      }
    });
    assertThat(heard).containsExactly("step", "step", "step", "run", "step", "run");
    assertThat(Checkpoint.read(file).completedSteps()).isEqualTo(4);
  }

  @Test
  void anInterruptWithoutACheckpointSaysHowToGetOne() {
    TinyNetwork network = Cases.builder("iterative", "SGD").build();
    network.afterUpdate(Thread.currentThread()::interrupt);
    assertThatThrownBy(() -> network.fit(TRAIN, TEST, Listener.none()))
        .isInstanceOf(TrainingInterruptedException.class)
        .hasMessageContaining("after 1 steps").hasMessageContaining(".checkpoint(path, everySteps)");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void anInterruptNamesTheFileAndHowToResume() {
    Path file = directory.resolve("run");
    TinyNetwork network = Cases.builder("iterative", "SGD").checkpoint(file, 1000).build();
    network.afterUpdate(Thread.currentThread()::interrupt);
    assertThatThrownBy(() -> network.fit(TRAIN, TEST, Listener.none()))
        .isInstanceOfSatisfying(TrainingInterruptedException.class, e -> assertThat(e.checkpoint()).contains(file))
        .hasMessageContaining(file.toString()).hasMessageContaining(".resume(");
    assertThat(Files.exists(file)).isTrue();
  }

  @Test
  void whatWouldChangeTheResultIsRefused() {
    Path file = directory.resolve("run");
    interruptAfter(Cases.builder("iterative", "SGD").checkpoint(file, 1000).build(), 3);
    refused(() -> Cases.builder("iterative", "SGD").train(t -> t.batch(4)).resume(file).build(),
        "the batch was 8 when it was written, and is 4 now");
    refused(() -> Cases.builder("iterative", "SGD").seed(8).resume(file).build(), "the seed was 7");
    refused(() -> Cases.builder("iterative", "AdamW").resume(file).build(), "the optimizer kind was SGD");
    refused(() -> Cases.builder("gradual", "SGD").resume(file).build(), "the policy of hidden was");
    TinyNetwork resumed = Cases.builder("iterative", "SGD").resume(file).build();
    refused(() -> resumed.fit(TinyNetwork.data("train", 15, 1), TEST, Listener.none()),
        "the training set's size was 14 when it was written, and is 15 now");
    refused(() -> resumed.fit(TRAIN, TinyNetwork.data("other", 12, 2), Listener.none()), "the test set was test");
  }

  @Test
  void aFileThatIsNoCheckpointIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("text"), "hello");
    refused(() -> TinyNetwork.builder().resume(file).build(), file.toString());
  }

  private static void refused(Runnable action, String text) {
    assertThatThrownBy(action::run).isInstanceOf(EspalierFileException.class).hasMessageContaining(text);
  }

  private static void interruptAfter(TinyNetwork network, long step) {
    if (step == 0) {
      Thread.currentThread().interrupt();
    }
    assertThatThrownBy(() -> network.fit(TRAIN, TEST, new Listener() {
      @Override
      public void stepCompleted(StepProgress progress) {
        if ((progress.epoch() - 1L) * progress.steps() + progress.step() == step) {
          Thread.currentThread().interrupt();
        }
      }
    })).isInstanceOf(TrainingInterruptedException.class);
  }
}
