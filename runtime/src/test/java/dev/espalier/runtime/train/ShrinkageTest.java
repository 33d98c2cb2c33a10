package dev.espalier.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Penalty;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.prune.Pruner;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShrinkageTest {

  private static final OptimizerSettings SGD = OptimizerSettings.sgd(0.1, 0);

  @Test
  void l1MovesEveryWeightByTheRateTimesLambdaAndStopsAtZero() {
    LayerParameters layer = layer(SchedulePlan.regularised(Penalty.L1, 0.5), Granularity.ELEMENT, 1, -1, 0.05f, -0.04f);
    new Shrinkage(layer, SGD).apply(0.1);
    assertThat(layer.weight().values()).containsExactly(new float[] {0.95f, -0.95f, 0, 0}, within(1e-6f));
    assertThat(Float.floatToRawIntBits(layer.weight().values()[3])).isZero();
  }

  /** Rows (3, 4) of norm 5 and (0.06, 0.08) of norm 0.1; rate lambda sqrt(2) = 0.1414: the second goes as a whole. */
  @Test
  void groupLassoScalesAGroupAsOne() {
    LayerParameters layer =
        layer(SchedulePlan.regularised(Penalty.GROUP_LASSO, 1), Granularity.NEURON, 3, 4, 0.06f, 0.08f);
    new Shrinkage(layer, SGD).apply(0.1);
    double factor = 1 - 0.1 * Math.sqrt(2) / 5;
    assertThat(layer.weight().values())
        .containsExactly(new float[] {(float) (3 * factor), (float) (4 * factor), 0, 0}, within(1e-6f));
  }

  /** 0.5 (w - t)^2 + 0.5 |w| has its minimum at sign(t) max(|t| - 0.5, 0): gradient step and shrinkage cancel there. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.9})
  void theFixedPointIsTheMinimumOfLossAndPenalty(double momentum) {
    LayerParameters layer = layer(SchedulePlan.regularised(Penalty.L1, 0.5), Granularity.ELEMENT, 9, 0.3f, -4, 0);
    OptimizerSettings settings = OptimizerSettings.sgd(0.02, momentum);
    Shrinkage shrinkage = new Shrinkage(layer, settings);
    UpdateRule rule = UpdateRule.of(settings);
    layer.weight().resetState(rule.slots());
    float[] w = layer.weight().values();
    float[] targets = {2, 0.4f, -3, 0};
    for (int step = 1; step <= 1000; step++) {
      for (int i = 0; i < 4; i++) {
        layer.weight().gradient()[i] = w[i] - targets[i];
      }
      rule.begin(step, 0.02);
      rule.update(layer.weight(), true);
      shrinkage.apply(0.02);
    }
    assertThat(w).containsExactly(new float[] {1.5f, 0, -2.5f, 0}, within(1e-4f));
    assertThat(w[1]).isEqualTo(0);
  }

  @Test
  void withAdamAWeightIsDrawnByTheRateTimesLambda() {
    LayerParameters layer = layer(SchedulePlan.regularised(Penalty.L1, 0.5), Granularity.ELEMENT, 1, -1, 0, 0);
    new Shrinkage(layer, OptimizerSettings.adam(0.1)).apply(0.1);
    assertThat(layer.weight().values()).containsExactly(new float[] {0.95f, -0.95f, 0, 0}, within(1e-6f));
  }

  @Test
  void aThresholdThenPrunesWhatThePenaltyMadeZero() {
    Dataset train = TinyNetwork.data("train", 240, 1);
    SchedulePlan plan = SchedulePlan.regularised(Penalty.L1, 0.02).fineTune(1);
    TinyNetwork network = TinyNetwork.builder().seed(3)
        .policy("hidden", p -> p.threshold(1e-12).schedule(plan))
        .keep("logits")
        .train(t -> t.epochs(6))
        .build();
    History history = network.fit(train, TinyNetwork.data("test", 60, 2), Listener.none());
    assertThat(history.prunings()).singleElement().satisfies(event -> {
      assertThat(event.step()).isEqualTo(180);
      assertThat(event.groupsRemoved()).isBetween(5, 40);
      assertThat(event.accuracyAfter()).isEqualTo(event.accuracyBefore());
    });
    assertThat(history.lastEpoch().epoch()).isEqualTo(7);
    assertThat(history.lastEpoch().testAccuracy()).isGreaterThan(0.75);
  }

  private static LayerParameters layer(SchedulePlan plan, Granularity granularity, float... weights) {
    PrunePolicy policy = PrunePolicy.toSparsity(0.5).granularity(granularity).schedule(plan);
    LayerParameters layer = LayerParameters.zeros(new LayerInfo("a", "Dense", List.of("in"), Layout.vector(2),
        WeightGeometry.dense(2, 2, true), policy));
    Pruner.attachMask(layer);
    System.arraycopy(weights, 0, layer.weight().values(), 0, 4);
    return layer;
  }
}
