package dev.espalier.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.ScheduleKind;
import dev.espalier.dsl.Scope;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.prune.PruningEvent;
import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaskedTrainingTest {

  private int checks;

  @ParameterizedTest(name = "{0} with {1}")
  @MethodSource("dev.espalier.runtime.train.Cases#schedulesByOptimizers")
  void noPrunedWeightOrStateIsEverNonZero(String schedule, String optimizer) {
    TinyNetwork network = Cases.builder(schedule, optimizer).build();
    History history = network.afterUpdate(() -> requireMasked(network))
        .fit(TinyNetwork.data("train", 24, 1), TinyNetwork.data("test", 12, 2), Listener.none());
    requireMasked(network);
    assertThat(checks).isEqualTo(history.lastEpoch().step() + 1);
    assertThat(network.sparsity()).isEqualTo(0.75);
    assertThat(network.masks().get("hidden").keptElements()).isEqualTo(12);
    assertThat(network.masks().get("logits").keptElements()).isEqualTo(6);
  }

  @Test
  void prunedNeuronsTakeTheirBiasAndItsStateWithThem() {
    TinyNetwork network = Cases.builder("gradual", "Adam, decay")
        .policy("hidden", policy -> policy.granularity(Granularity.NEURON))
        .build();
    network.afterUpdate(() -> requireMasked(network))
        .fit(TinyNetwork.data("train", 24, 1), TinyNetwork.data("test", 12, 2), Listener.none());
    LayerParameters hidden = network.layer("hidden");
    assertThat(hidden.weight().keptCount()).isEqualTo(2 * TinyNetwork.INPUTS);
    assertThat(hidden.bias().keptCount()).isEqualTo(2);
    assertThat(hidden.bias().state(1)).hasSize(2);
    for (int row = 0; row < TinyNetwork.HIDDEN; row++) {
      assertThat(hidden.bias().mask().keeps(row)).isEqualTo(hidden.weight().mask().keepsGroup(row));
    }
  }

  @ParameterizedTest(name = "{0} with {1}")
  @MethodSource("dev.espalier.runtime.train.Cases#schedulesByOptimizers")
  void groupsReturnByRegrowthAlone(String schedule, String optimizer) {
    TinyNetwork network = Cases.builder(schedule, optimizer).build();
    BitSet[] before = {null};
    int[] returned = {0};
    Runnable watch = () -> {
      BitSet now = network.masks().get("hidden").groupBits();
      if (before[0] != null) {
        BitSet regrown = (BitSet) now.clone();
        regrown.andNot(before[0]);
        returned[0] += regrown.cardinality();
      }
      before[0] = now;
    };
    History history = network.afterUpdate(watch)
        .fit(TinyNetwork.data("train", 24, 1), TinyNetwork.data("test", 12, 2), Listener.none());
    watch.run();
    int told = history.prunings().stream().filter(event -> event.layer().equals("hidden"))
        .mapToInt(PruningEvent::groupsRegrown).sum();
    assertThat(returned[0]).isEqualTo(told);
    boolean dynamic = Cases.SCHEDULES.get(schedule).kind() == ScheduleKind.DYNAMIC;
    assertThat(told > 0).isEqualTo(dynamic);
  }

  @Test
  void whatIsRegrownStartsAtZeroWithFreshState() {
    TinyNetwork network = Cases.builder("RigL", "Adam, decay").build();
    Parameter weight = network.layer("hidden").weight();
    BitSet[] before = {null};
    int[] regrown = {0};
    network.fit(TinyNetwork.data("train", 24, 1), TinyNetwork.data("test", 12, 2), new Listener() {
      @Override
      public void pruned(dev.espalier.runtime.progress.PruningEvent event) {
        BitSet now = weight.mask().groupBits();
        for (int k = 0; before[0] != null && k < weight.keptCount(); k++) {
          int index = weight.kept()[k];
          boolean isNew = !before[0].get(index);
          regrown[0] += isNew ? 1 : 0;
          assertThat(weight.values()[index] == 0).isEqualTo(isNew);
          assertThat(weight.state(0)[k] == 0).isEqualTo(isNew);
          assertThat(weight.state(1)[k] == 0).isEqualTo(isNew);
        }
        before[0] = now;
      }
    });
    assertThat(regrown[0]).isGreaterThan(3);
  }

  @Test
  void globalPoliciesReachTheSparsityTogether() {
    TinyNetwork network = TinyNetwork.builder()
        .policy("hidden", policy -> policy.scope(Scope.GLOBAL).schedule(SchedulePlan.oneShot(1)))
        .policy("logits", policy -> policy.scope(Scope.GLOBAL).schedule(SchedulePlan.oneShot(1)))
        .build();
    History history =
        network.fit(TinyNetwork.data("train", 24, 1), TinyNetwork.data("test", 12, 2), Listener.none());
    Map<String, Mask> masks = network.masks();
    assertThat(masks.get("hidden").keptElements() + masks.get("logits").keptElements()).isEqualTo(18);
    assertThat(masks.get("hidden").keptElements()).isNotEqualTo(12);
    assertThat(history.prunings()).hasSize(2).allMatch(event -> event.step() == 3 && event.askedSparsity() == 0.75);
    assertThat(history.prunings().get(0).threshold()).isEqualTo(history.prunings().get(1).threshold());
  }

  @Test
  void eventsTellAccuracyBeforeAndAfterAtAnEpochsEnd() {
    TinyNetwork network = Cases.builder("one shot after training", "SGD").build();
    History history =
        network.fit(TinyNetwork.data("train", 240, 1), TinyNetwork.data("test", 120, 2), Listener.none());
    assertThat(history.prunings()).extracting(event -> event.layer()).containsExactly("hidden", "logits");
    assertThat(history.prunings().getFirst().accuracyBefore()).isEqualTo(history.lastEpoch().testAccuracy());
    Evaluation now = network.evaluate(TinyNetwork.data("test", 120, 2));
    assertThat(history.prunings().getFirst().accuracyAfter()).isEqualTo(now.accuracy());
    assertThat(history.finalAccuracy()).isEqualTo(now.accuracy());
    assertThat(history.lastEpoch().sparsity()).isZero();
  }

  private void requireMasked(TinyNetwork network) {
    checks++;
    for (Parameter parameter : TrainingTask.parameters(network.layers())) {
      int kept = 0;
      for (int i = 0; i < parameter.size(); i++) {
        if (parameter.mask() != null && !parameter.mask().keeps(i)) {
          assertThat(Float.floatToRawIntBits(parameter.values()[i])).as(parameter.name()).isZero();
        } else {
          kept++;
        }
      }
      assertThat(parameter.keptCount()).isEqualTo(kept);
      for (int slot = 0; slot < parameter.stateSlots(); slot++) {
        assertThat(parameter.state(slot)).as("state exists for kept values alone").hasSize(kept);
      }
    }
  }
}
