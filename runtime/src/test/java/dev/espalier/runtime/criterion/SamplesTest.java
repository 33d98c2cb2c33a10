package dev.espalier.runtime.criterion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Loss;
import dev.espalier.dsl.Scorer;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.policy.PolicyException;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.prune.PruningEvent;
import dev.espalier.runtime.prune.ScoreNotANumberException;
import dev.espalier.runtime.train.TaskSamples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {

  private static final PrunePolicy POLICY = PrunePolicy.toSparsity(0.5);
  private static final Clusters CLUSTERS = Clusters.of(50, 5, 3, 2);
  private static final Dataset DATA = CLUSTERS.data();

  @Test
  void theMeanOfSingleGradientsIsTheGradientOfTheBatch() {
    Perceptron network = network(POLICY);
    TaskSamples samples = network.samples(DATA);
    double[] sum = new double[30];
    int[] looks = {0};
    samples.eachLossGradient(0, 0, () -> {
      looks[0]++;
      float[] g = network.layers().getFirst().weight().gradient();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += g[i] / 50.0;
      }
    });
    assertThat(looks[0]).isEqualTo(50);
    assertThat(sum).containsExactly(samples.lossGradients(0, 0)[0], within(1e-6));
  }

  @Test
  void singleGradientsAreThoseOfTheRecords() {
    Perceptron network = network(POLICY);
    Oracle oracle = new Oracle(network.layers(), CLUSTERS.inputs(), CLUSTERS.labels());
    List<float[]> seen = new ArrayList<>();
    network.samples(DATA).eachLossGradient(0, 0, () ->
        seen.add(network.layers().getFirst().weight().gradient().clone()));
    for (int record = 0; record < 50; record++) {
      assertThat(Oracle.doubles(seen.get(record))).containsExactly(oracle.gradient(record)[0], within(1e-5));
    }
  }

  @Test
  void someSamplesAreAChoiceBySeedAndStep() {
    Perceptron network = network(POLICY);
    TaskSamples samples = network.samples(DATA);
    double[] some = samples.lossGradients(20, 7)[0];
    assertThat(samples.lossGradients(20, 7)[0]).containsExactly(some);
    assertThat(samples.lossGradients(20, 8)[0]).isNotEqualTo(some);
    assertThat(samples.lossGradients(0, 7)[0]).containsExactly(samples.lossGradients(50, 9)[0]);
    assertThat(samples.records(20)).isEqualTo(20);
    assertThat(samples.records(0)).isEqualTo(50);
    List<double[]> single = new ArrayList<>();
    Oracle oracle = new Oracle(network.layers(), CLUSTERS.inputs(), CLUSTERS.labels());
    for (int record = 0; record < 50; record++) {
      single.add(oracle.gradient(record)[0]);
    }
    samples.eachLossGradient(20, 7, () -> {
      double[] g = Oracle.doubles(network.layers().getFirst().weight().gradient());
      assertThat(single.removeIf(one -> near(one, g))).as("a record that was not seen yet").isTrue();
    });
    assertThat(single).hasSize(30);
  }

  /** Between two steps everything is looked at; the run must not notice. */
  @Test
  void lookingDisturbsNoTraining() {
    Perceptron alone = network(POLICY).fitted(DATA);
    Perceptron watched = network(POLICY);
    TaskSamples samples = watched.samples(DATA);
    watched.beforeUpdate(() -> {
      samples.lossGradients(10, 1);
      samples.eachLossGradient(10, 1, () -> {});
      samples.inputEnergies(1, 0, 1);
      samples.outputGradients();
      watched.scores(0, POLICY.criterion(Criterion.GRASP), DATA);
      watched.scores(1, POLICY.criterion(Criterion.SYNFLOW), DATA);
    });
    watched.fitted(DATA);
    for (int layer = 0; layer < 2; layer++) {
      assertThat(watched.layers().get(layer).weight().values())
          .containsExactly(alone.layers().get(layer).weight().values());
      assertThat(watched.layers().get(layer).weight().state(0))
          .containsExactly(alone.layers().get(layer).weight().state(0));
    }
  }

  @Test
  void aCriterionThatLooksAtSamplesIsGivenThem() {
    for (Criterion criterion : List.of(Criterion.GRADIENT, Criterion.TAYLOR, Criterion.FISHER, Criterion.OBS,
        Criterion.WANDA, Criterion.SNIP, Criterion.GRASP)) {
      PrunePolicy policy = POLICY.criterion(criterion).samples(30).schedule(SchedulePlan.oneShot(0));
      Perceptron network = network(policy);
      assertThatThrownBy(network::prune).as("%s", criterion)
          .isInstanceOf(NothingToSeeException.class)
          .hasMessageContaining("Perceptron is pruned by a criterion that looks at training samples")
          .hasMessageContaining("Fix: prune(trainingSet)");
      assertThat(network.sparsity()).isZero();
      network.prune(DATA);
      assertThat(network.sparsity()).as("%s", criterion).isCloseTo(0.5, within(0.01));
    }
  }

  @Test
  void moreSamplesThanThereAreAreRefused() {
    PrunePolicy policy = POLICY.criterion(Criterion.TAYLOR).samples(51);
    assertThatThrownBy(() -> network(policy).prune(DATA)).isInstanceOf(PolicyException.class)
        .hasMessageContaining("[Espalier/SamplesBeyondData] layer1 takes its scores over samples = 51, and the training"
            + " set has 50.");
    assertThatThrownBy(() -> network(policy).fit(DATA, Listener.none())).isInstanceOf(PolicyException.class)
        .hasMessageContaining("SamplesBeyondData");
    network(policy.samples(50)).prune(DATA);
  }

  @Test
  void aScorerOfOnesOwnSeesTheLayer() {
    List<String> seen = new ArrayList<>();
    PrunePolicy policy = POLICY.samples(40).scorer(() -> (weights, scores) -> {
      float[] g = weights.gradient();
      float[] h = weights.fisher();
      float[] x = weights.inputNorms();
      for (int i = 0; i < scores.length; i++) {
        scores[i] = weights.keeps(i) ? Math.abs(g[i]) * h[i] * x[i] * Math.abs(weights.values()[i]) : -1;
      }
      seen.add(weights.layer() + " " + weights.rows() + " x " + weights.columns() + " after " + weights.step());
      weights.values()[0] = Float.NaN; // a copy
    });
    Perceptron network = network(policy);
    float[] expected = new float[30];
    float[] taylor = network.scores(0, POLICY.criterion(Criterion.TAYLOR).samples(40), DATA);
    float[] fisher = network.scores(0, POLICY.criterion(Criterion.FISHER).samples(40), DATA);
    float[] wanda = network.scores(0, POLICY.criterion(Criterion.WANDA).samples(40), DATA);
    float[] w = network.layers().getFirst().weight().values().clone();
    for (int i = 0; i < 30; i++) {
      expected[i] = taylor[i] * (2 * fisher[i] / (w[i] * w[i])) * (wanda[i] / Math.abs(w[i]));
    }
    float[] scores = network.scores(0, policy, DATA);
    for (int i = 0; i < 30; i++) {
      assertThat(scores[i]).isCloseTo(expected[i], within(1e-4f * Math.abs(expected[i]) + 1e-12f));
    }
    network.prune(DATA);
    assertThat(seen).containsExactly("layer1 6 x 5 after 0", "layer1 6 x 5 after 0", "layer2 3 x 6 after 0");
    int[] order = sorted(scores);
    for (int k = 0; k < 15; k++) {
      assertThat(network.layers().getFirst().weight().values()[order[k]]).isZero();
    }
  }

  @Test
  void aScoreThatIsNotFiniteIsAnErrorAndNothingIsPruned() {
    for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      Perceptron network = network(POLICY.scorer(() -> new Constant(1)));
      Perceptron broken = Perceptron.builder(POLICY, Loss.CROSS_ENTROPY, true, 5, 6, 3)
          .policy("layer2", p -> p.scorer(() -> new Constant(odd))).build();
      assertThatThrownBy(() -> broken.prune(DATA)).isInstanceOf(ScoreNotANumberException.class)
          .hasMessageContaining("layer2.weight: the scorer " + Constant.class.getCanonicalName())
          .hasMessageContaining("score of group 0 is " + odd).hasMessageContaining("Nothing was pruned");
      assertThat(broken.sparsity()).isZero();
      network.prune(DATA);
    }
  }

  @Test
  void scoresThatAreAllEqualAreReported() {
    List<String> notes = new ArrayList<>();
    Perceptron network = Perceptron.builder(POLICY, Loss.CROSS_ENTROPY, true, 5, 6, 3)
        .policy("layer1", p -> p.scorer(() -> new Constant(3)).schedule(SchedulePlan.oneShot(1)))
        .policy("layer2", p -> p.schedule(SchedulePlan.oneShot(1)))
        .train(t -> t.epochs(1))
        .build();
    var history = network.fit(DATA, new Listener() {
      @Override
      public void pruned(dev.espalier.runtime.progress.PruningEvent event) {
        notes.addAll(event.notes());
      }
    });
    assertThat(history.prunings()).extracting(PruningEvent::scoresEqual).containsExactly(true, false);
    assertThat(history.toJson()).contains("\"scoresEqual\": true");
    assertThat(notes).singleElement().asString()
        .startsWith("layer1: all scorer " + Constant.class.getCanonicalName() + " scores are equal");
  }

  /** Scores every weight the same. */
  record Constant(float value) implements Scorer {
    @Override
    public void score(Weights weights, float[] scores) {
      Arrays.fill(scores, value);
    }
  }

  private static Perceptron network(PrunePolicy policy) {
    return Perceptron.builder(policy, Loss.CROSS_ENTROPY, true, 5, 6, 3).seed(9).train(t -> t.epochs(2)).build();
  }

  private static boolean near(double[] a, double[] b) {
    for (int i = 0; i < a.length; i++) {
      if (Math.abs(a[i] - b[i]) > 1e-5) {
        return false;
      }
    }
    return true;
  }

  private static int[] sorted(float[] scores) {
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Float.compare(scores[a], scores[b]));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }
}
