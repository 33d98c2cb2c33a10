package dev.espalier.runtime.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.dsl.Encoding;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Scope;
import dev.espalier.dsl.Unit;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.policy.PolicyRules.Planned;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the sources of the compiler's tests do not reach: edges, numbers, and rules together. */
class PolicyRulesTest {
  private static final PrunePolicy HALF = PrunePolicy.toSparsity(0.5);

  private static PolicyTarget dense(String name, int units, int inputs, boolean output) {
    return new PolicyTarget(name, "Dense", List.of(Granularity.ELEMENT, Granularity.NEURON, Granularity.CHANNEL),
        new WeightMatrix(units, inputs, 1, 1), 1, output, false);
  }

  private static List<Diagnostic> codes(List<Breach> breaches) {
    return breaches.stream().map(b -> b.problem().diagnostic()).toList();
  }

  @Test
  void aSparsityThatKeepsOneGroupIsFine() {
    PolicyTarget ten = dense("ten", 10, 4, false);
    assertThat(PolicyRules.layer(ten, HALF.granularity(Granularity.NEURON).sparsity(0.9))).isEmpty();
    assertThat(codes(PolicyRules.layer(ten, HALF.granularity(Granularity.NEURON).sparsity(0.95))))
        .containsExactly(Diagnostic.EMPTIES_LAYER);
    assertThat(PolicyRules.layer(ten, HALF.granularity(Granularity.NEURON).sparsity(0.05))).isEmpty();
    assertThat(codes(PolicyRules.layer(ten, HALF.granularity(Granularity.NEURON).sparsity(0.0499))))
        .containsExactly(Diagnostic.NOTHING_REMOVED);
  }

  @Test
  void whatTheFixOffersIsAccepted() {
    for (int units = 2; units < 400; units++) {
      PolicyTarget layer = dense("layer", units, 3, false);
      PrunePolicy neurons = HALF.granularity(Granularity.NEURON);
      for (double wrong : new double[] {1e-9, 1 - 1e-9}) {
        String fix = PolicyRules.layer(layer, neurons.sparsity(wrong)).getFirst().problem().fix();
        double offered = Double.parseDouble(fix.replaceAll(".*?(0\\.\\d+).*", "$1"));
        assertThat(PolicyRules.layer(layer, neurons.sparsity(offered))).as("%s units, %s", units, fix).isEmpty();
      }
    }
  }

  @Test
  void aLayerOfOneGroupCannotBePrunedByIt() {
    List<Breach> breaches = PolicyRules.layer(dense("one", 1, 4, false), HALF.granularity(Granularity.NEURON));
    assertThat(breaches).singleElement().satisfies(b ->
        assertThat(b.problem().fix()).isEqualTo("prune one by a finer granularity, or keep it dense."));
  }

  @Test
  void singleWeightsAndInputsOfTheOutputMayBePruned() {
    PolicyTarget output = dense("logits", 10, 100, true);
    assertThat(PolicyRules.layer(output, HALF)).isEmpty();
    assertThat(PolicyRules.layer(output, HALF.granularity(Granularity.CHANNEL))).isEmpty();
    assertThat(codes(PolicyRules.layer(output, HALF.granularity(Granularity.NEURON))))
        .containsExactly(Diagnostic.PRUNES_OUTPUT);
  }

  @Test
  void anEncodingThatPaysIsNotWarnedOf() {
    PolicyTarget layer = dense("layer", 300, 784, false);
    for (Encoding encoding : EnumSet.complementOf(EnumSet.of(Encoding.N_OF_M, Encoding.BSR))) {
      assertThat(PolicyRules.layer(layer, HALF.sparsity(0.9).encoding(encoding))).isEmpty();
    }
    assertThat(codes(PolicyRules.layer(layer, HALF.sparsity(0.3).encoding(Encoding.COO))))
        .containsExactly(Diagnostic.ENCODING_LARGER_THAN_DENSE);
    assertThat(PolicyRules.layer(layer, HALF.sparsity(0.04).encoding(Encoding.BITMAP))).isEmpty();
    assertThat(codes(PolicyRules.layer(layer, HALF.sparsity(0.03).encoding(Encoding.BITMAP))))
        .containsExactly(Diagnostic.ENCODING_LARGER_THAN_DENSE);
  }

  @Test
  void sparsitiesThatAreNoNumbersAreRefused() {
    assertThat(codes(PolicyRules.policy("layer", HALF.sparsity(Double.NaN), null)))
        .containsExactly(Diagnostic.SPARSITY_RANGE);
    assertThat(codes(PolicyRules.policy("layer", HALF.threshold(Double.NaN), null)))
        .containsExactly(Diagnostic.THRESHOLD_RANGE);
    assertThat(PolicyRules.layer(dense("layer", 4, 4, false), HALF.sparsity(Double.NaN))).isEmpty();
  }

  @Test
  void layersRankedTogetherAreCountedTogether() {
    PrunePolicy global = HALF.scope(Scope.GLOBAL).granularity(Granularity.NEURON).unit(Unit.GROUPS);
    List<PolicyTarget> layers = List.of(dense("first", 6, 8, false), dense("second", 4, 6, false));
    assertThat(PolicyRules.together(planned(layers, global.sparsity(0.8)))).isEmpty();
    assertThat(codes(PolicyRules.together(planned(layers, global.sparsity(0.9)))))
        .containsExactly(Diagnostic.EMPTIES_LAYER);
    assertThat(codes(PolicyRules.together(planned(layers, global.sparsity(0.01)))))
        .containsExactly(Diagnostic.NOTHING_REMOVED);
    assertThat(codes(PolicyRules.together(planned(layers.subList(0, 1), global))))
        .containsExactly(Diagnostic.GLOBAL_OVER_ONE);
  }

  @Test
  void policiesRankedTogetherMayDifferInEncoding() {
    PrunePolicy global = HALF.scope(Scope.GLOBAL);
    List<Planned> planned = List.of(new Planned(dense("first", 6, 8, false), global),
        new Planned(dense("second", 4, 6, false), global.encoding(Encoding.BITMAP)));
    assertThat(PolicyRules.together(planned)).isEmpty();
  }

  @Test
  void breachesNameTheLayerAndTheElement() {
    TrainSettings train = new TrainSettings(dev.espalier.dsl.Loss.CROSS_ENTROPY,
        TrainSettings.OptimizerSettings.sgd(-1, 0), TrainSettings.LearningRateSettings.constant(), 10, 5);
    List<Planned> planned = List.of(new Planned(dense("hidden", 6, 8, false), HALF.schedule(SchedulePlan.oneShot(9))));
    assertThat(PolicyRules.network(planned, train, "logits", 1)).extracting(Breach::layer, Breach::element)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("", "optimizer.learningRate"),
            org.assertj.core.groups.Tuple.tuple("", "loss"),
            org.assertj.core.groups.Tuple.tuple("hidden", "schedule.from"));
  }

  private static List<Planned> planned(List<PolicyTarget> layers, PrunePolicy policy) {
    return layers.stream().map(l -> new Planned(l, policy)).toList();
  }
}
