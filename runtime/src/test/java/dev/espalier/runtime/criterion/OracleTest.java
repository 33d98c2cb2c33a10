package dev.espalier.runtime.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Loss;
import dev.espalier.runtime.mask.ElementGrouping;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.ScoringOptions;
import dev.espalier.runtime.progress.Listener;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Criteria against brute force on a small network: the exact change of the loss for every weight set to 0. */
class OracleTest {

  private static final PrunePolicy POLICY = PrunePolicy.toSparsity(0.5);
  private static final PrunePolicy OBS =
      POLICY.criterion(Criterion.OBS).scoring(ScoringOptions.DEFAULTS.fisher(16, 1e-3));
  private static final Clusters DATA = Clusters.of(240, 8, 4, 5);

  private static State training;
  private static State trained;

  /** A network, the same in double, and the change of its loss for every weight. */
  @SuppressWarnings("ArrayRecordComponent") // Made once and never compared.
  private record State(Perceptron network, Oracle oracle, double[] changes) {

    static State after(int epochs) {
      Perceptron network = Perceptron.builder(POLICY, Loss.CROSS_ENTROPY, true, 8, 10, 4).seed(3)
          .keep("layer1").keep("layer2").train(settings -> settings.epochs(epochs)).build();
      network.fit(DATA.data(), Listener.none());
      Oracle oracle = new Oracle(network.layers(), DATA.inputs(), DATA.labels());
      double before = oracle.loss();
      double[] changes = new double[8 * 10 + 10 * 4];
      for (int i = 0; i < changes.length; i++) {
        changes[i] = i < 80 ? oracle.change(0, i, before) : oracle.change(1, i - 80, before);
      }
      return new State(network, oracle, changes);
    }

    double[] sizes() {
      return Arrays.stream(changes).map(Math::abs).toArray();
    }

    double[] scores(PrunePolicy policy) {
      float[] first = network.scores(0, policy, DATA.data());
      float[] second = network.scores(1, policy, DATA.data());
      double[] scores = Arrays.copyOf(Oracle.doubles(first), changes.length);
      System.arraycopy(Oracle.doubles(second), 0, scores, first.length, second.length);
      return scores;
    }
  }

  @BeforeAll
  static void train() {
    training = State.after(1);
    trained = State.after(60);
  }

  @Test
  void theOracleIsTheNetworkInDouble() {
    assertThat(training.network.evaluate(DATA.data()).loss()).isCloseTo(training.oracle.loss(), within(1e-5));
    assertThat(trained.network.evaluate(DATA.data()).loss()).isCloseTo(trained.oracle.loss(), within(1e-5));
  }

  /** As long as there is a gradient, its first order tells how much a weight matters. */
  @Test
  void inTrainingTaylorRanksWeightsNearerToTheirTrueWorthThanMagnitude() {
    double magnitude = Oracle.rankCorrelation(training.scores(POLICY), training.sizes());
    double taylor = Oracle.rankCorrelation(training.scores(POLICY.criterion(Criterion.TAYLOR)), training.sizes());
    assertThat(taylor).isGreaterThan(magnitude + 0.1).isGreaterThan(0.8);
  }

  /** Once it is gone, the second order does, which Fisher and OBS look at. */
  @Test
  void onATrainedNetworkFisherAndObsRankWeightsNearerToTheirTrueWorthThanMagnitude() {
    double magnitude = Oracle.rankCorrelation(trained.scores(POLICY), trained.changes);
    double fisher = Oracle.rankCorrelation(trained.scores(POLICY.criterion(Criterion.FISHER)), trained.changes);
    double obs = Oracle.rankCorrelation(trained.scores(OBS), trained.changes);
    assertThat(fisher).isGreaterThan(magnitude + 0.1).isGreaterThan(0.85);
    assertThat(obs).isGreaterThan(fisher).isGreaterThan(0.9);
  }

  @Test
  void aRandomScoreKnowsNothing() {
    double random = Oracle.rankCorrelation(trained.scores(POLICY.criterion(Criterion.RANDOM)), trained.changes);
    assertThat(Math.abs(random)).isLessThan(0.25);
  }

  @Test
  void taylorIsTheFirstOrderOfTheExactChange() {
    double[] taylor = training.scores(POLICY.criterion(Criterion.TAYLOR));
    double[][] g = training.oracle.gradient();
    for (int layer = 0; layer < 2; layer++) {
      float[] w = training.network.layers().get(layer).weight().values();
      for (int i = 0; i < w.length; i++) {
        assertThat(taylor[layer * 80 + i]).isCloseTo(Math.abs(g[layer][i] * w[i]), within(1e-6));
      }
    }
  }

  @Test
  void theGradientCriterionIsTheSizeOfTheGradient() {
    double[] scores = training.scores(POLICY.criterion(Criterion.GRADIENT));
    double[][] g = training.oracle.gradient();
    for (int i = 0; i < 80; i++) {
      assertThat(scores[i]).isCloseTo(Math.abs(g[0][i]), within(1e-6));
    }
  }

  @Test
  void fishersDiagonalIsTheMeanOfSquaredGradientsOfSingleRecords() {
    double[] fisher = trained.scores(POLICY.criterion(Criterion.FISHER));
    double[][] h = {new double[80], new double[40]};
    for (int record = 0; record < 240; record++) {
      double[][] g = trained.oracle.gradient(record);
      for (int layer = 0; layer < 2; layer++) {
        for (int i = 0; i < g[layer].length; i++) {
          h[layer][i] += g[layer][i] * g[layer][i] / 240;
        }
      }
    }
    for (int layer = 0; layer < 2; layer++) {
      float[] w = trained.network.layers().get(layer).weight().values();
      for (int i = 0; i < w.length; i++) {
        double expected = h[layer][i] * w[i] * w[i] / 2;
        assertThat(fisher[layer * 80 + i]).isCloseTo(expected, within(1e-4 * expected + 1e-9));
      }
    }
  }

  @Test
  void graspIsTheWeightTimesTheHessianGradientProduct() {
    double[] grasp = training.scores(POLICY.criterion(Criterion.GRASP));
    double[][] hg = training.oracle.hessianGradient();
    double largest = 0;
    double error = 0;
    for (int layer = 0; layer < 2; layer++) {
      float[] w = training.network.layers().get(layer).weight().values();
      for (int i = 0; i < w.length; i++) {
        largest = Math.max(largest, Math.abs(w[i] * hg[layer][i]));
        error = Math.max(error, Math.abs(grasp[layer * 80 + i] - w[i] * hg[layer][i]));
      }
    }
    assertThat(error).isLessThan(1e-3 * largest);
  }

  /** What the update promises: w^2 / 2[F^-1]ii is the quadratic model's loss when the others have made up for w. */
  @Test
  void obsUpdateLowersTheLossAgainstNoUpdate() {
    Perceptron network = trained.network;
    for (int layer = 0; layer < 2; layer++) {
      Parameter weight = network.layers().get(layer).weight();
      float[] before = weight.values().clone();
      double[] losses = new double[2];
      for (double sparsity : new double[] {0.2, 0.4, 0.6}) {
        for (boolean updated : new boolean[] {false, true}) {
          losses[updated ? 1 : 0] = lossOf(network, layer, sparsity, updated);
          System.arraycopy(before, 0, weight.values(), 0, before.length);
        }
        assertThat(losses[1]).as("layer %d at %s", layer, sparsity).isLessThan(losses[0]);
      }
    }
  }

  private static double lossOf(Perceptron network, int layer, double sparsity, boolean updated) {
    Scoring scoring = new Scoring(layer, network.evidence(OBS, DATA.data()));
    float[] values = network.layers().get(layer).weight().values();
    float[] scores = new float[values.length];
    OptimalBrainSurgeon obs = new OptimalBrainSurgeon();
    obs.score(scoring, scores);
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Float.compare(scores[a], scores[b]));
    BitSet kept = new BitSet();
    kept.set(0, scores.length);
    for (int i = 0; i < sparsity * scores.length; i++) {
      kept.clear(order[i]);
    }
    Mask after = Mask.of(new ElementGrouping(scores.length), kept);
    if (updated) {
      float[] compensated = obs.compensation(scoring, after).orElseThrow();
      System.arraycopy(compensated, 0, values, 0, values.length);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = kept.get(i) ? values[i] : 0;
    }
    return network.evaluate(DATA.data()).loss();
  }
}
