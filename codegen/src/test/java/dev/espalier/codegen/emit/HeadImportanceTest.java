package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Scope;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.progress.StepProgress;
import dev.espalier.runtime.prune.PruningEvent;
import dev.espalier.runtime.train.History;
import dev.espalier.runtime.train.TrainingInterruptedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** I_h against its definition, and runs that prune by it, stopped at any step. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeadImportanceTest {
  private static final Dataset TRAIN = HeadNetworks.data(24, 1);
  private static final Dataset TEST = HeadNetworks.data(12, 100);
  private static final double DELTA = 1.0 / 64;

  @TempDir Path directory;
  private GeneratedNetwork generated;

  @BeforeAll
  void compile() {
    generated = new GeneratedNetwork(
        HeadNetworks.model(HeadNetworks.HALF.criterion(Criterion.HEAD_GATE)).selected());
  }

  private NetworkBuilder<?> builder(SchedulePlan schedule) {
    return generated.builder().seed(4).policies(p -> p.schedule(schedule));
  }

  /** The loss of one sample with a head's mask variable at xi: its values, and so its result, times xi. */
  private static double loss(PrunableNetwork network, String attention, int head, double xi, Dataset one) {
    LayerParameters values = HeadNetworks.layer(network, attention + ".value");
    float[] w = values.weight().values();
    float[] b = values.bias().values();
    float[] savedW = w.clone();
    float[] savedB = b.clone();
    int size = attention.equals("first") ? 4 : 3;
    for (int row = head * size; row < (head + 1) * size; row++) {
      b[row] *= (float) xi;
      for (int c = 0; c < HeadNetworks.WIDTH; c++) {
        w[row * HeadNetworks.WIDTH + c] *= (float) xi;
      }
    }
    float[] scores = network.scores(one.copy(0, 0));
    System.arraycopy(savedW, 0, w, 0, w.length);
    System.arraycopy(savedB, 0, b, 0, b.length);
    double sum = IntStream.range(0, scores.length).mapToDouble(i -> Math.exp(scores[i])).sum();
    return Math.log(sum) - scores[one.label(0)];
  }

  private static double importance(PrunableNetwork network, String attention, int head) {
    double sum = 0;
    for (int s = 0; s < TRAIN.size(); s++) {
      Dataset one = TRAIN.subset(s, s + 1);
      sum += Math.abs(loss(network, attention, head, 1 + DELTA, one) - loss(network, attention, head, 1 - DELTA, one))
          / (2 * DELTA);
    }
    return sum / TRAIN.size();
  }

  private record Head(String attention, int index, double importance) {}

  /** Whatever share is asked for, the heads that go are those of the least importance by central differences. */
  @Test
  void theHeadsOfTheLeastMeanAbsoluteDerivativeGo() {
    PrunableNetwork network = HeadNetworks.create(generated, 4);
    List<Head> heads = new ArrayList<>();
    for (String attention : HeadNetworks.ATTENTIONS) {
      for (int h = 0; h < (attention.equals("first") ? 3 : 4); h++) {
        heads.add(new Head(attention, h, importance(network, attention, h)));
      }
    }
    List<PruningEvent> events = network.prune(TRAIN);
    List<Head> gone = new ArrayList<>();
    for (Head head : heads) {
      if (!HeadNetworks.heads(network, head.attention(), head.attention()).get(head.index())) {
        gone.add(head);
      }
    }
    heads.sort(Comparator.comparingDouble(Head::importance));
    assertThat(gone).isNotEmpty().containsExactlyInAnyOrderElementsOf(heads.subList(0, gone.size()));
    // The threshold of the event is the lowest score that stays: I_h itself, of one head.
    double lowest = heads.get(gone.size()).importance();
    assertThat(events.getFirst().threshold()).isCloseTo(lowest, offset(2e-3 * lowest));
  }

  @Test
  void aRunStoppedAtAnyStepEndsInTheSameBits() {
    List<SchedulePlan> schedules = List.of(SchedulePlan.gradual(0, 1.5, 1), SchedulePlan.iterative(2, 1));
    for (SchedulePlan schedule : schedules) {
      PrunableNetwork whole = (PrunableNetwork) builder(schedule).build();
      History expected = generated.fit(whole, TRAIN, TEST, Listener.none());
      Path file = directory.resolve(schedule.kind().name());
      for (long at = 1; at < expected.lastEpoch().step(); at++) {
        long stop = at;
        PrunableNetwork first = (PrunableNetwork) builder(schedule).checkpoint(file, 1000).build();
        assertThatThrownBy(() -> generated.fit(first, TRAIN, TEST, new Listener() {
          @Override
          public void stepCompleted(StepProgress step) {
            if ((step.epoch() - 1L) * step.steps() + step.step() == stop) {
              Thread.currentThread().interrupt();
            }
          }
        })).isInstanceOf(TrainingInterruptedException.class);
        PrunableNetwork resumed = (PrunableNetwork) builder(schedule).resume(file).build();
        assertThat(generated.fit(resumed, TRAIN, TEST, Listener.none())).isEqualTo(expected);
        for (int i = 0; i < whole.layers().size(); i++) {
          LayerParameters a = whole.layers().get(i);
          LayerParameters b = resumed.layers().get(i);
          assertThat(a.weight() == null || Arrays.equals(a.weight().values(), b.weight().values()))
              .as("%s stopped at %d", a.info().name(), at).isTrue();
        }
      }
    }
  }

  @Test
  void oneScopeRanksTheHeadsOfOneLayer() {
    PrunableNetwork network = (PrunableNetwork) generated.builder().seed(4)
        .policies(p -> p.scope(Scope.LAYER).sparsity(0.34)).build();
    network.prune(TRAIN);
    assertThat(HeadNetworks.heads(network, "first", "first").cardinality()).isEqualTo(2);
    assertThat(HeadNetworks.heads(network, "second", "second").cardinality()).isEqualTo(3);
  }
}
