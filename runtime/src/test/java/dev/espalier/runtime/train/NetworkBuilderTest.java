package dev.espalier.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Rewind;
import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.policy.PolicyException;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.prune.PruningEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NetworkBuilderTest {

  @Test
  void aRunMayOverrideWhatTheAnnotationsSay() {
    TinyNetwork network = TinyNetwork.builder()
        .seed(5)
        .policy("hidden", policy -> policy.sparsity(0.5).granularity(Granularity.CHANNEL))
        .keep("logits")
        .train(settings -> settings.epochs(3))
        .build();
    assertThat(network.seed()).isEqualTo(5);
    assertThat(network.blueprint().train().epochs()).isEqualTo(3);
    assertThat(network.masks()).containsOnlyKeys("hidden");
    assertThat(network.masks().get("hidden").grouping().groups()).isEqualTo(TinyNetwork.INPUTS);
    List<PruningEvent> events = network.prune();
    assertThat(events).singleElement().satisfies(event -> assertThat(event.groupsRemoved()).isEqualTo(3));
    assertThat(network.sparsity()).isEqualTo(24 / 72.0);
  }

  @Test
  void aNetworkStartsAsGlorotUniformSaysWithNothingPruned() {
    TinyNetwork network = TinyNetwork.builder().seed(5).build();
    Parameter weight = network.layer("hidden").weight();
    double limit = Math.sqrt(6.0 / (TinyNetwork.INPUTS + TinyNetwork.HIDDEN));
    float largest = 0;
    for (float value : weight.values()) {
      assertThat(Math.abs((double) value)).isLessThanOrEqualTo(limit);
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(largest).isGreaterThan((float) (0.8 * limit));
    assertThat(network.layer("hidden").bias().values()).containsOnly(0);
    assertThat(network.sparsity()).isZero();
    assertThat(network.layer("dropped").weight()).isNull();
  }

  @Test
  void aBatchIsCutForTheWorkersThatANetworkIsGiven() {
    Dataset data = TinyNetwork.data("test", 64, 2);
    for (int threads = 1; threads <= 4; threads *= 2) {
      AtomicInteger panels = new AtomicInteger();
      TinyNetwork network = TinyNetwork.builder().workers(Workers.of(threads)).train(t -> t.batch(64)).build();
      network.factors(values -> panels.incrementAndGet()).evaluate(data);
      assertThat(panels.get()).isEqualTo(threads);
    }
  }

  @Test
  void aPlanIsHeldAgainstTheBudget() {
    assertThat(TinyNetwork.builder().budget(18, 0).problems()).isEmpty();
    assertThatThrownBy(() -> TinyNetwork.builder().budget(18, 0).policy("hidden", p -> p.sparsity(0.5)).build())
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("the plan needs 30 MACs, and @Budget allows 18; the largest part is hidden with 24");
    assertThat(TinyNetwork.builder().budget(18, 0).keep("hidden").budget(0, 0).problems()).isEmpty();
    assertThat(TinyNetwork.builder().budget(0, -1).problems()).extracting(Problem::diagnostic)
        .containsExactly(Diagnostic.BUDGET_RANGE);
  }

  @Test
  void everyBrokenRuleIsListed() {
    assertThatThrownBy(() -> TinyNetwork.builder()
            .policy("hiden", policy -> policy.sparsity(0.5))
            .policy("hidden", policy -> policy.sparsity(1.5))
            .policy("logits", policy -> policy.granularity(Granularity.NEURON))
            .train(settings -> settings.batch(0))
            .build())
        .isInstanceOfSatisfying(PolicyException.class, e -> assertThat(e.problems()).extracting(Problem::diagnostic)
            .contains(Diagnostic.POLICY_ON_UNKNOWN_LAYER, Diagnostic.SPARSITY_RANGE, Diagnostic.PRUNES_OUTPUT,
                Diagnostic.TRAIN_RANGE))
        .hasMessageContaining("did you mean 'hidden'")
        .hasMessageContaining("sparsity = 1.5");
  }

  @Test
  void aRewindPointAfterTheFirstPruningIsRefusedOnceTheDataAreKnown() {
    SchedulePlan plan = SchedulePlan.lottery(2, 1, Rewind.STEP, 6);
    TinyNetwork network = TinyNetwork.builder()
        .policy("hidden", policy -> policy.schedule(plan))
        .policy("logits", policy -> policy.schedule(plan))
        .build();
    assertThatThrownBy(() ->
            network.fit(TinyNetwork.data("train", 24, 1), TinyNetwork.data("test", 12, 1), Listener.none()))
        .isInstanceOf(PolicyException.class).hasMessageContaining(Diagnostic.REWIND_AFTER_PRUNING.code());
  }

  @Test
  void aCheckpointIsWrittenEveryStepAtLeast() {
    assertThatThrownBy(() -> TinyNetwork.builder().checkpoint(Path.of("x"), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void costsAreCountedFromTheMasksAndTheInputsAsTheyAre() {
    TinyNetwork network = TinyNetwork.builder().seed(5).build();
    Dataset data = TinyNetwork.data("data", 30, 1);
    network.prune();
    CostReport report = network.cost();
    assertThat(report.layer("hidden").weights().exact()).hasValue(12);
    assertThat(report.layer("hidden").inputs()).isNull();
    CostReport observed = network.cost(data);
    assertThat(observed.layer("hidden").inputs().sparsity()).isZero();
    float[] b = network.layer("hidden").bias().values();
    float[] w = network.layer("hidden").weight().values();
    int zeros = 0;
    for (int record = 0; record < 30; record++) {
      float[] x = data.copy(record, 0);
      for (int unit = 0; unit < TinyNetwork.HIDDEN; unit++) {
        float sum = b[unit];
        for (int i = 0; i < TinyNetwork.INPUTS; i++) {
          sum += w[unit * TinyNetwork.INPUTS + i] * x[i];
        }
        zeros += sum <= 0 ? 1 : 0;
      }
    }
    assertThat(zeros).isPositive();
    assertThat(observed.layer("logits").inputs().samples()).isEqualTo(30);
    assertThat(observed.layer("logits").inputs().sparsity()).isCloseTo(zeros / 240.0, within(1e-12));
  }

  @Test
  void pruningOnDemandTakesThePoliciesTargets() {
    TinyNetwork network = TinyNetwork.builder().build();
    assertThat(network.prune()).extracting(PruningEvent::reachedSparsity).containsExactly(0.75, 0.75);
    assertThat(network.prune()).extracting(PruningEvent::groupsRemoved).containsExactly(0, 0);
  }
}
