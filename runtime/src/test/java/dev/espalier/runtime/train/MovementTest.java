package dev.espalier.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Rewind;
import dev.espalier.runtime.criterion.NothingToSeeException;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.progress.Listener;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MovementTest {

  private static final Dataset TRAIN = TinyNetwork.data("train", 14, 1);
  private static final Dataset TEST = TinyNetwork.data("test", 12, 2);

  @Test
  void theSumsGrowByMinusTheGradientTimesTheWeightOfEveryStep() {
    TinyNetwork network = builder(SchedulePlan.oneShot(-1)).build();
    Parameter weight = network.layers().getFirst().weight();
    float[] expected = new float[weight.size()];
    float[] before = weight.values().clone();
    network.afterUpdate(() -> {
      for (int i = 0; i < expected.length; i++) {
        expected[i] -= weight.gradient()[i] * before[i];
      }
      System.arraycopy(weight.values(), 0, before, 0, before.length);
      assertThat(sums(network)).containsExactly(expected);
    });
    network.fit(TRAIN, TEST, Listener.none());
    int[] order = IntStream.range(0, expected.length).boxed()
        .sorted(Comparator.comparingDouble(i -> expected[i])).mapToInt(Integer::intValue).toArray();
    int[] last = Arrays.copyOfRange(order, 36, 48);
    Arrays.sort(last);
    assertThat(weight.kept()).as("what moved away from 0 stays").containsExactly(last);
  }

  @Test
  void theyFollowTheirWeightsThroughPrunings() {
    TinyNetwork network = builder(SchedulePlan.gradual(0, 1.5, 1)).build();
    Parameter weight = network.layers().getFirst().weight();
    float[] expected = new float[weight.size()];
    float[] before = weight.values().clone();
    int[] steps = {0};
    network.afterUpdate(() -> {
      int[] kept = weight.kept() == null ? IntStream.range(0, 48).toArray() : weight.kept();
      steps[0]++;
      if (steps[0] < 4) {
        float[] now = new float[kept.length];
        for (int k = 0; k < kept.length; k++) {
          expected[kept[k]] -= weight.gradient()[kept[k]] * before[kept[k]];
          now[k] = expected[kept[k]];
        }
        assertThat(sums(network)).hasSize(kept.length).containsExactly(now);
      } else {
        assertThat(weight.stateSlots()).as("freed after the last pruning").isEqualTo(1);
      }
      System.arraycopy(weight.values(), 0, before, 0, before.length);
    });
    network.fit(TRAIN, TEST, Listener.none());
    assertThat(steps[0]).isEqualTo(4);
  }

  @Test
  void trainingAnewStartsThemAnew() {
    TinyNetwork network = builder(SchedulePlan.lottery(2, 1, Rewind.INITIAL, 0)).build();
    boolean[] zero = new boolean[8];
    int[] step = {0};
    try (TrainingRun run = network.start(TRAIN, TEST, Listener.none())) {
      while (run.nextBatch()) {
        Parameter weight = network.layers().getFirst().weight();
        zero[step[0]++] = weight.stateSlots() > 1 && allZero(weight.state(1));
        network.step(run);
      }
    }
    // Two steps an epoch: rewound after steps 4 and 6, and nothing is pruned after the latter.
    assertThat(zero).containsExactly(true, false, false, false, true, false, false, false);
  }

  @Test
  void nobodyPaysWhoDoesNotAsk() {
    TinyNetwork network = builder(SchedulePlan.oneShot(-1)).policy("logits", p -> p.criterion(Criterion.TAYLOR))
        .build();
    network.afterUpdate(() -> {
      assertThat(network.layers().get(0).weight().stateSlots()).isEqualTo(2);
      assertThat(network.layers().get(0).bias().stateSlots()).isEqualTo(1);
      assertThat(network.layers().get(2).weight().stateSlots()).isEqualTo(1);
    });
    network.fit(TRAIN, TEST, Listener.none());
    assertThat(network.layers().get(0).weight().stateSlots()).isEqualTo(1);
  }

  @Test
  void withoutATrainingThereIsNothingToRank() {
    TinyNetwork network = builder(SchedulePlan.oneShot(-1)).build();
    assertThatThrownBy(() -> network.prune(TRAIN)).isInstanceOf(NothingToSeeException.class)
        .hasMessageContaining("hidden: MOVEMENT is a sum over the steps of a training");
    assertThat(network.sparsity()).isZero();
  }

  private static NetworkBuilder<TinyNetwork> builder(SchedulePlan plan) {
    NetworkBuilder<TinyNetwork> builder = TinyNetwork.builder().seed(4);
    for (String layer : List.of("hidden", "logits")) {
      builder.policy(layer, policy -> policy.criterion(Criterion.MOVEMENT).schedule(plan));
    }
    return builder;
  }

  private static float[] sums(TinyNetwork network) {
    LayerParameters hidden = network.layers().getFirst();
    return MovementSums.of(hidden, network.blueprint().train());
  }

  private static boolean allZero(float[] values) {
    for (float value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }
}
