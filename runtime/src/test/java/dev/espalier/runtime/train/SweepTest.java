package dev.espalier.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.dsl.Rewind;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.file.EspalierFileException;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.policy.PolicyException;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.progress.StepProgress;
import dev.espalier.runtime.sweep.Sweep;
import dev.espalier.runtime.sweep.SweepException;
import dev.espalier.runtime.sweep.SweepResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepTest {

  private static final Dataset TRAIN = TinyNetwork.data("train", 48, 1);
  private static final Dataset TEST = TinyNetwork.data("test", 24, 2);

  @TempDir(factory = MemoryDirectory.class)
  Path directory;

  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void anyNumberOfWorkersGivesTheSameFile(int workers) throws Exception {
    Path one = directory.resolve("one");
    Path several = directory.resolve("several");
    List<SweepResult> results = sweep().workers(1).run(TRAIN, TEST, one);
    assertThat(sweep().workers(workers).run(TRAIN, TEST, several)).isEqualTo(results);
    assertThat(Files.readString(several)).isEqualTo(Files.readString(one));
    assertThat(results).extracting(SweepResult::policy).containsExactly("half", "half", "ticket", "ticket");
    assertThat(results).extracting(SweepResult::seed).containsExactly(1L, 2L, 1L, 2L);
    assertThat(Files.readAllLines(one)).hasSize(4).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
  }

  @Test
  void aCellsStepsAreOneThreads() {
    Dataset data = TinyNetwork.data("test", 64, 2);
    List<Integer> panels = new ArrayList<>();
    Sweep.of(() -> TinyNetwork.builder().train(t -> t.batch(64)), (network, train, test, listener) -> {
          AtomicInteger passes = new AtomicInteger();
          network.factors(values -> passes.incrementAndGet()).evaluate(data);
          panels.add(passes.get());
          return network.fit(train, test, listener);
        })
        .policy("as it is", builder -> builder)
        .run(data, data, directory.resolve("threads.jsonl"));
    assertThat(panels).containsExactly(1);
  }

  @Test
  void aResultIsThatOfTheRunByItself() {
    SweepResult result = sweep().run(TRAIN, TEST, directory.resolve("file")).get(3);
    TinyNetwork network = ticket().seed(2).build();
    History history = network.fit(TRAIN, TEST, Listener.none());
    assertThat(result.accuracy()).isEqualTo(network.evaluate(TEST).accuracy());
    assertThat(result.loss()).isEqualTo(network.evaluate(TEST).loss());
    assertThat(result.rounds()).isEqualTo(history.rounds()).hasSize(3);
    assertThat(result.weights()).isEqualTo(18);
    assertThat(result.layers()).containsEntry("hidden", 0.75).containsEntry("logits", 0.75).hasSize(2);
  }

  @Test
  void aFinishedCellIsNotRunAgain() throws Exception {
    Path file = directory.resolve("file");
    List<SweepResult> results = sweep().run(TRAIN, TEST, file);
    assertThat(ran).hasSize(4);
    List<String> lines = Files.readAllLines(file);
    Files.write(file, List.of(lines.get(0), lines.get(3)));
    ran.clear();
    assertThat(sweep().workers(1).run(TRAIN, TEST, file)).isEqualTo(results);
    assertThat(ran).containsExactly("policy 'half', seed 2", "policy 'ticket', seed 1");
    assertThat(Files.readAllLines(file)).isEqualTo(lines);
  }

  @Test
  void anInterruptedCellIsRunAgainAndTheOthersAreKept() throws Exception {
    Path file = directory.resolve("file");
    List<SweepResult> whole = sweep().run(TRAIN, TEST, directory.resolve("whole"));
    Thread sweeper = Thread.currentThread();
    Sweep<TinyNetwork> interrupted = sweep().workers(1).listener(cell -> new Listener() {
      @Override
      public void stepCompleted(StepProgress progress) {
        if (cell.equals("policy 'half', seed 2") && progress.step() == 3) {
          sweeper.interrupt();
          while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
          }
        }
      }
    });
    assertThatThrownBy(() -> interrupted.run(TRAIN, TEST, file)).isInstanceOf(SweepException.class)
        .hasMessageContaining("interrupted with 1 of 4 cells finished");
    assertThat(Files.readAllLines(file)).hasSize(1);
    assertThat(sweep().run(TRAIN, TEST, file)).isEqualTo(whole);
  }

  @Test
  void aCellThatFailsLeavesTheOthersFinished() throws Exception {
    Path file = directory.resolve("file");
    Sweep<TinyNetwork> failing = sweep().listener(cell -> new Listener() {
      @Override
      public void stepCompleted(StepProgress progress) {
        if (cell.contains("seed 2")) {
          throw new IllegalArgumentException("no");
        }
      }
    });
    assertThatThrownBy(() -> failing.run(TRAIN, TEST, file)).isInstanceOf(SweepException.class)
        .hasMessageContaining("finished 2 of 4").hasMessageContaining("policy 'ticket', seed 2: ")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2));
    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void aBrokenRuleIsFoundBeforeAnythingRuns() {
    Path file = directory.resolve("file");
    assertThatThrownBy(() -> sweep().policy("all", b -> b.policies(p -> p.sparsity(1))).run(TRAIN, TEST, file))
        .isInstanceOf(PolicyException.class).hasMessageContaining("under policy 'all'");
    assertThat(ran).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void aFileOfAnotherSweepIsRefused() throws Exception {
    Path file = directory.resolve("file");
    sweep().run(TRAIN, TEST, file);
    Dataset other = TinyNetwork.data("other", 48, 1);
    assertThatThrownBy(() -> sweep().run(other, TEST, file)).isInstanceOf(EspalierFileException.class)
        .hasMessageContaining("line 1").hasMessageContaining("policy 'half' and seed 1 under another");
    assertThatThrownBy(() -> sweep().seeds(2).run(TRAIN, TEST, file)).isInstanceOf(EspalierFileException.class)
        .hasMessageContaining("which this sweep does not have");
    List<String> lines = Files.readAllLines(file);
    Files.write(file, List.of(lines.get(0), lines.get(1).substring(0, 40)));
    assertThatThrownBy(() -> sweep().run(TRAIN, TEST, file)).isInstanceOf(EspalierFileException.class)
        .hasMessageContaining("line 2 is no result");
  }

  @Test
  void whatASweepNeedsIsSaid() {
    assertThatThrownBy(() -> sweep().seeds()).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sweep().seeds(1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sweep().workers(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sweep().policy("half", b -> b)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sweep.of(TinyNetwork::builder, TinyNetwork::fit).run(TRAIN, TEST, directory.resolve("f")))
        .isInstanceOf(IllegalStateException.class);
  }

  private Sweep<TinyNetwork> sweep() {
    return Sweep.of(TinyNetwork::builder, TinyNetwork::fit)
        .policy("half", b -> b.policies(p -> p.sparsity(0.5)))
        .policy("ticket", b -> b.policies(p -> p.schedule(SchedulePlan.lottery(2, 1, Rewind.INITIAL, 0))))
        .seeds(1, 2)
        .listener(cell -> {
          ran.add(cell);
          return Listener.none();
        });
  }

  private static NetworkBuilder<TinyNetwork> ticket() {
    return TinyNetwork.builder().policies(p -> p.schedule(SchedulePlan.lottery(2, 1, Rewind.INITIAL, 0)));
  }
}
