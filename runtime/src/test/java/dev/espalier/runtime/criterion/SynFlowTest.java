package dev.espalier.runtime.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Loss;
import dev.espalier.dsl.Scope;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.prune.PruningEvent;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SynFlowTest {

  private static final int[] WIDTHS = {20, 30, 12, 4};
  private static final PrunePolicy SYNFLOW = PrunePolicy.toSparsity(0.98)
      .criterion(Criterion.SYNFLOW)
      .schedule(SchedulePlan.oneShot(0))
      .scope(Scope.GLOBAL);

  private final Perceptron network = network(SYNFLOW);

  @Test
  void everyLayerCarriesTheWholeFlow() {
    double flow = flow(network);
    for (int layer = 0; layer < 3; layer++) {
      double sum = 0;
      for (float score : network.scores(layer, SYNFLOW, null)) {
        assertThat(score).isNotNegative();
        sum += score;
      }
      assertThat(sum).isCloseTo(flow, within(1e-5 * flow));
    }
  }

  @Test
  void whatFlowsIntoAUnitFlowsOutOfIt() {
    for (int layer = 0; layer < 2; layer++) {
      float[] in = network.scores(layer, SYNFLOW, null);
      float[] out = network.scores(layer + 1, SYNFLOW, null);
      int units = WIDTHS[layer + 1];
      for (int unit = 0; unit < units; unit++) {
        double into = 0;
        for (int c = 0; c < WIDTHS[layer]; c++) {
          into += in[unit * WIDTHS[layer] + c];
        }
        double outOf = 0;
        for (int row = 0; row < WIDTHS[layer + 2]; row++) {
          outOf += out[row * units + unit];
        }
        assertThat(into).isCloseTo(outOf, within(1e-4 * outOf));
      }
    }
  }

  @Test
  void lookingChangesNothing() {
    float[] before = network.layers().get(1).weight().values().clone();
    network.layers().get(1).bias().values()[3] = 7;
    network.scores(1, SYNFLOW, null);
    assertThat(network.layers().get(1).weight().values()).containsExactly(before);
    assertThat(network.layers().get(1).bias().values()[3]).isEqualTo(7);
  }

  /** At 98 % the weights that are left hang together: none is cut off from the inputs or from the outputs. */
  @Test
  void inRoundsNoLayerIsCutOff() {
    List<PruningEvent> events = network.prune();
    assertThat(network.sparsity()).isCloseTo(0.98, within(0.001));
    assertThat(events).extracting(PruningEvent::layer).containsExactly("layer1", "layer2", "layer3");
    assertThat(events.stream().mapToInt(PruningEvent::groupsRemoved).sum()).isEqualTo(Math.round(0.98 * 1008));
    assertThat(flow(network)).isPositive();
    for (int layer = 0; layer < 3; layer++) {
      float[] scores = network.scores(layer, SYNFLOW, null);
      int[] kept = network.layers().get(layer).weight().kept();
      assertThat(kept).isNotEmpty();
      for (int i : kept) {
        assertThat(scores[i]).isPositive();
      }
    }
  }

  /** What the rounds are for: by the same scores at once, some weights that are left lead nowhere. */
  @Test
  void atOnceWeightsAreLeftThatLeadNowhere() {
    float[][] scores = new float[3][];
    for (int layer = 0; layer < 3; layer++) {
      scores[layer] = network.scores(layer, SYNFLOW, null);
    }
    float[] all = new float[1008];
    int next = 0;
    for (float[] layer : scores) {
      System.arraycopy(layer, 0, all, next, layer.length);
      next += layer.length;
    }
    Arrays.sort(all);
    float threshold = all[988];
    Perceptron atOnce = network(SYNFLOW);
    for (int layer = 0; layer < 3; layer++) {
      float[] w = atOnce.layers().get(layer).weight().values();
      for (int i = 0; i < w.length; i++) {
        w[i] = scores[layer][i] < threshold ? 0 : w[i];
      }
    }
    long deadEnds = 0;
    for (int layer = 0; layer < 3; layer++) {
      float[] left = atOnce.scores(layer, SYNFLOW, null);
      float[] w = atOnce.layers().get(layer).weight().values();
      for (int i = 0; i < w.length; i++) {
        deadEnds += w[i] != 0 && left[i] == 0 ? 1 : 0;
      }
    }
    assertThat(deadEnds).isPositive();
  }

  @Test
  void aSaturatedNetworkHasNoFlowAndIsReported() {
    PrunePolicy layers = SYNFLOW.scope(Scope.LAYER);
    Perceptron saturated = Perceptron.builder(layers, Loss.CROSS_ENTROPY, true, WIDTHS).seed(1).build();
    for (LayerParameters layer : saturated.layers()) {
      Arrays.fill(layer.weight().values(), 50);
    }
    assertThat(saturated.prune()).extracting(PruningEvent::scoresEqual).startsWith(true, true);
  }

  private static Perceptron network(PrunePolicy policy) {
    return Perceptron.builder(policy, Loss.CROSS_ENTROPY, false, WIDTHS).seed(1).build();
  }

  /** {@code 1^T |W3| |W2| |W1| 1} in double. */
  private static double flow(Perceptron network) {
    double[] x = new double[WIDTHS[0]];
    Arrays.fill(x, 1);
    for (int layer = 0; layer < 3; layer++) {
      float[] w = network.layers().get(layer).weight().values();
      double[] y = new double[WIDTHS[layer + 1]];
      for (int i = 0; i < w.length; i++) {
        y[i / x.length] += Math.abs(w[i]) * x[i % x.length];
      }
      x = y;
    }
    return Arrays.stream(x).sum();
  }
}
