package dev.espalier.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Rewind;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.policy.ScoringOptions;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.progress.StepProgress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With every criterion that looks at more than weights, a run that was interrupted at any step ends in the same bits.
 */
class CriterionResumeTest {

  private static final Dataset TRAIN = TinyNetwork.data("train", 30, 1);
  private static final Dataset TEST = TinyNetwork.data("test", 12, 2);
  private static final Map<String, UnaryOperator<PrunePolicy>> POLICIES = new LinkedHashMap<>();

  static {
    SchedulePlan ramp = SchedulePlan.gradual(0, 1.5, 2);
    SchedulePlan rounds = SchedulePlan.iterative(2, 1);
    SchedulePlan first = SchedulePlan.oneShot(0);
    POLICIES.put("gradient", p -> p.criterion(Criterion.GRADIENT).samples(20).schedule(ramp));
    POLICIES.put("Taylor", p -> p.criterion(Criterion.TAYLOR).samples(9).schedule(ramp));
    POLICIES.put("Fisher", p -> p.criterion(Criterion.FISHER).schedule(rounds));
    POLICIES.put("OBS", p -> p.criterion(Criterion.OBS).schedule(ramp)
        .scoring(ScoringOptions.DEFAULTS.samples(20).fisher(10, 1e-4)));
    POLICIES.put("Wanda", p -> p.criterion(Criterion.WANDA).schedule(rounds));
    POLICIES.put("SNIP", p -> p.criterion(Criterion.SNIP).samples(16).schedule(first));
    POLICIES.put("GraSP", p -> p.criterion(Criterion.GRASP).samples(16).schedule(first));
    POLICIES.put("SynFlow", p -> p.criterion(Criterion.SYNFLOW).schedule(first));
    POLICIES.put("movement, gradual", p -> p.criterion(Criterion.MOVEMENT).schedule(ramp));
    POLICIES.put("movement, iterative", p -> p.criterion(Criterion.MOVEMENT).schedule(rounds));
    POLICIES.put("movement, one shot", p -> p.criterion(Criterion.MOVEMENT).schedule(SchedulePlan.oneShot(1)));
    POLICIES.put("movement, lottery",
        p -> p.criterion(Criterion.MOVEMENT).schedule(SchedulePlan.lottery(2, 1, Rewind.STEP, 2)));
    POLICIES.put("own", p -> p.samples(20).schedule(ramp).scorer(Product::new));
  }

  @TempDir(factory = MemoryDirectory.class)
  Path directory;

  static Set<String> policies() {
    return POLICIES.keySet();
  }

  @ParameterizedTest
  @MethodSource("policies")
  void aRunResumedAtAnyStepEqualsTheUninterruptedOne(String policy) {
    TinyNetwork whole = builder(policy).build();
    History expected = whole.fit(TRAIN, TEST, Listener.none());
    assertThat(expected.prunings()).isNotEmpty();
    assertThat(whole.sparsity()).isEqualTo(0.75);
    Path file = directory.resolve("run");
    long steps = expected.lastEpoch().step();
    for (long at = 0; at < steps; at++) {
      interruptAfter(builder(policy).checkpoint(file, 1000).build(), at);
      TinyNetwork resumed = builder(policy).resume(file).build();
      assertThat(resumed.fit(TRAIN, TEST, Listener.none())).as("interrupted after step %d", at).isEqualTo(expected);
      assertThat(Cases.bits(resumed)).as("interrupted after step %d", at).isEqualTo(Cases.bits(whole));
    }
  }

  private static NetworkBuilder<TinyNetwork> builder(String policy) {
    NetworkBuilder<TinyNetwork> builder = Cases.builder("one shot after training", "Adam, decay");
    for (String layer : List.of("hidden", "logits")) {
      builder.policy(layer, POLICIES.get(policy));
    }
    return builder;
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

  /** A scorer with a name. */
  static final class Product implements dev.espalier.dsl.Scorer {
    @Override
    public void score(Weights weights, float[] scores) {
      float[] norms = weights.inputNorms();
      float[] values = weights.values();
      float[] fisher = weights.fisher();
      for (int i = 0; i < scores.length; i++) {
        scores[i] = norms[i] * values[i] * values[i] * fisher[i];
      }
    }
  }
}
