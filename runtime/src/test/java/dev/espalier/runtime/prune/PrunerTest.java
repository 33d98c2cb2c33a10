package dev.espalier.runtime.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Scope;
import dev.espalier.dsl.Unit;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.random.Randomness;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrunerTest {

  private static final PrunePolicy POLICY = PrunePolicy.toSparsity(0.5);

  @Test
  void theSmallestWeightsGoFirst() {
    LayerParameters layer = layer("a", 2, 3, POLICY, -3, 1, -2, 5, 0.5f, 4);
    PruningEvent event = prune(layer, 0.5);
    assertThat(layer.weight().values()).containsExactly(-3, 0, 0, 5, 0, 4);
    assertThat(event).isEqualTo(new PruningEvent(0, "a", 0.5, 0.5, 0.5, 3, 3, 0, Double.NaN, Double.NaN));
  }

  @Test
  void exactlyTheAskedCountGoes() {
    for (int k = 1; k < 100; k++) {
      LayerParameters layer = random("a", 10, 10, POLICY);
      prune(layer, k / 100.0);
      assertThat(layer.weight().keptCount()).isEqualTo(100 - k);
    }
  }

  @Test
  void whatWasPrunedBeforeCounts() {
    LayerParameters layer = random("a", 10, 10, POLICY);
    Pruner pruner = new Pruner(List.of(layer), 1);
    assertThat(pruner.prune(1, new double[] {0.3}).getFirst().groupsRemoved()).isEqualTo(30);
    assertThat(pruner.prune(2, new double[] {0.8}).getFirst().groupsRemoved()).isEqualTo(50);
    assertThat(pruner.prune(3, new double[] {0.5}).getFirst().groupsRemoved()).isZero();
    assertThat(layer.weight().keptCount()).isEqualTo(20);
  }

  @Test
  void atEqualScoresTheLowestIndexGoesFirst() {
    LayerParameters layer = layer("a", 2, 3, POLICY, 1, -1, 1, 1, -1, 1);
    prune(layer, 0.5);
    assertThat(layer.weight().kept()).containsExactly(3, 4, 5);
  }

  @Test
  void aLayerIsNeverEmptied() {
    LayerParameters layer = layer("a", 2, 3, POLICY, 1, 1, 7, 1, 1, 1);
    PruningEvent event = prune(layer, 0.9999);
    assertThat(layer.weight().kept()).containsExactly(2);
    assertThat(event.groupsRemoved()).isEqualTo(5);
  }

  @Test
  void groupsGoToWithinHalfAGroup() {
    PrunePolicy neurons = POLICY.granularity(Granularity.NEURON);
    for (int asked = 1; asked < 60; asked++) {
      LayerParameters layer = random("a", 10, 7, neurons);
      prune(layer, asked / 70.0);
      assertThat(Math.abs(70 - layer.weight().keptCount() - asked)).isLessThanOrEqualTo(3);
      assertThat(layer.weight().keptCount() % 7).isZero();
    }
  }

  @Test
  void aNeuronGoesWithItsBias() {
    LayerParameters layer = layer("a", 3, 2, POLICY.granularity(Granularity.NEURON), 1, 1, 9, 9, 5, 5);
    layer.bias().values()[0] = 100;
    layer.bias().values()[2] = 3;
    prune(layer, 1 / 3.0);
    assertThat(layer.weight().values()).containsExactly(0, 0, 9, 9, 5, 5);
    assertThat(layer.bias().values()).containsExactly(0, 0, 3);
    assertThat(layer.bias().kept()).containsExactly(1, 2);
  }

  @Test
  void aChannelIsAColumnAndLeavesBiasesAlone() {
    LayerParameters layer = layer("a", 2, 3, POLICY.granularity(Granularity.CHANNEL), 1, 9, 5, 1, 9, 5);
    layer.bias().values()[0] = 1;
    prune(layer, 0.5);
    assertThat(layer.weight().values()).containsExactly(0, 9, 0, 0, 9, 0);
    assertThat(layer.bias().values()).containsExactly(1, 0);
    assertThat(layer.bias().mask()).isNull();
  }

  @Test
  void aThresholdKeepsWhatReachesIt() {
    LayerParameters layer = layer("a", 2, 3, POLICY.threshold(2), -3, 1.99f, -2, 5, 0.5f, 4);
    PruningEvent event = prune(layer, 0);
    assertThat(layer.weight().values()).containsExactly(-3, 0, -2, 5, 0, 4);
    assertThat(event.threshold()).isEqualTo(2);
    assertThat(event.askedSparsity()).isNaN();
  }

  @Test
  void aThresholdAboveEverythingKeepsTheBest() {
    LayerParameters layer = layer("a", 2, 3, POLICY.threshold(20), -3, 1, -2, 5, 0.5f, 4);
    prune(layer, 0);
    assertThat(layer.weight().kept()).containsExactly(3);
  }

  @Test
  void globalRankingReachesTheSparsityOverAllLayers() {
    PrunePolicy global = POLICY.scope(Scope.GLOBAL);
    LayerParameters small = layer("small", 2, 3, global, 1, 2, 3, 4, 5, 6);
    LayerParameters large = layer("large", 2, 3, global, 10, 20, 30, 40, 50, 60);
    LayerParameters apart = layer("apart", 2, 3, POLICY, 1, 2, 3, 4, 5, 6);
    List<PruningEvent> events =
        new Pruner(List.of(small, apart, large), 1).prune(0, new double[] {0.5, 0.5, 0.5});
    assertThat(small.weight().kept()).as("its best group stays").containsExactly(5);
    assertThat(large.weight().kept()).containsExactly(1, 2, 3, 4, 5);
    assertThat(apart.weight().kept()).containsExactly(3, 4, 5);
    assertThat(events).extracting(PruningEvent::layer).containsExactly("small", "apart", "large");
    assertThat(events.get(0).threshold()).isEqualTo(6);
  }

  @Test
  void theUnitDecidesWhatIsCountedWhereLayersDiffer() {
    PrunePolicy weights = POLICY.scope(Scope.GLOBAL).granularity(Granularity.NEURON);
    LayerParameters wide = layer("wide", 2, 8, weights, ones(16));
    LayerParameters narrow = layer("narrow", 8, 1, weights, 9, 9, 9, 9, 9, 9, 9, 9);
    new Pruner(List.of(wide, narrow), 1).prune(0, new double[] {0.3, 0.3});
    assertThat(wide.weight().mask().keptGroups()).isEqualTo(1);
    assertThat(narrow.weight().mask().keptGroups()).isEqualTo(8);

    PrunePolicy groups = weights.unit(Unit.GROUPS);
    LayerParameters wideAgain = layer("wide", 2, 8, groups, ones(16));
    LayerParameters narrowAgain = layer("narrow", 8, 1, groups, 9, 9, 9, 9, 9, 9, 9, 9);
    List<PruningEvent> events =
        new Pruner(List.of(wideAgain, narrowAgain), 1).prune(0, new double[] {0.3, 0.3});
    assertThat(wideAgain.weight().mask().keptGroups()).isEqualTo(1);
    assertThat(narrowAgain.weight().mask().keptGroups()).isEqualTo(6);
    assertThat(events.get(1).reachedSparsity()).isEqualTo(0.25);
  }

  @Test
  void randomScoresFollowFromSeedLayerAndStep() {
    PrunePolicy random = POLICY.criterion(Criterion.RANDOM);
    LayerParameters first = random("a", 10, 10, random);
    LayerParameters same = random("a", 10, 10, random);
    LayerParameters otherSeed = random("a", 10, 10, random);
    LayerParameters otherStep = random("a", 10, 10, random);
    LayerParameters magnitude = random("a", 10, 10, POLICY);
    new Pruner(List.of(first), 1).prune(5, new double[] {0.5});
    new Pruner(List.of(same), 1).prune(5, new double[] {0.5});
    new Pruner(List.of(otherSeed), 2).prune(5, new double[] {0.5});
    new Pruner(List.of(otherStep), 1).prune(6, new double[] {0.5});
    new Pruner(List.of(magnitude), 1).prune(5, new double[] {0.5});
    assertThat(first.weight().mask()).isEqualTo(same.weight().mask())
        .isNotEqualTo(otherSeed.weight().mask())
        .isNotEqualTo(otherStep.weight().mask())
        .isNotEqualTo(magnitude.weight().mask());
    LayerParameters a = random("a", 10, 10, random);
    LayerParameters b = random("a", 10, 10, random);
    new Pruner(List.of(a, b), 1).prune(5, new double[] {0.5, 0.5});
    assertThat(a.weight().mask()).isNotEqualTo(b.weight().mask());
  }

  /** As sums, scores of 400 weights would all be above those of 4. */
  @Test
  void aGroupIsAsLikelyToGoAtRandomHoweverManyWeightsItHas() {
    PrunePolicy random =
        POLICY.criterion(Criterion.RANDOM).granularity(Granularity.NEURON).scope(Scope.GLOBAL).unit(Unit.GROUPS);
    LayerParameters wide = random("wide", 200, 400, random);
    LayerParameters narrow = random("narrow", 200, 4, random);
    new Pruner(List.of(wide, narrow), 1).prune(0, new double[] {0.5, 0.5});
    assertThat(wide.weight().mask().keptGroups()).isBetween(80, 120);
    assertThat(wide.weight().mask().keptGroups() + narrow.weight().mask().keptGroups()).isEqualTo(200);
  }

  @Test
  void aScoreThatIsNotANumberIsAnErrorAndNothingIsPruned() {
    LayerParameters sane = layer("sane", 2, 3, POLICY, 1, 2, 3, 4, 5, 6);
    LayerParameters broken = layer("broken", 2, 3, POLICY, 1, 2, Float.NaN, 4, 5, 6);
    Pruner pruner = new Pruner(List.of(sane, broken), 1);
    assertThatThrownBy(() -> pruner.prune(12, new double[] {0.5, 0.5}))
        .isInstanceOf(ScoreNotANumberException.class)
        .hasMessageContaining("broken.weight").hasMessageContaining("group 2").hasMessageContaining("step 12");
    assertThat(sane.weight().keptCount()).isEqualTo(6);
  }

  @Test
  void aLayerThatIsNotDueIsLeftAlone() {
    LayerParameters layer = layer("a", 2, 3, POLICY, 1, 2, 3, 4, 5, 6);
    assertThat(new Pruner(List.of(layer), 1).prune(0, new double[] {Pruner.NOT_NOW})).isEmpty();
    assertThat(layer.weight().keptCount()).isEqualTo(6);
  }

  private static PruningEvent prune(LayerParameters layer, double sparsity) {
    return new Pruner(List.of(layer), 1).prune(0, new double[] {sparsity}).getFirst();
  }

  private static LayerParameters layer(String name, int units, int inputs, PrunePolicy policy, float... values) {
    LayerInfo info = new LayerInfo(name, "Dense", List.of("x"), Layout.vector(units),
        WeightGeometry.dense(units, inputs, true), policy);
    LayerParameters layer = LayerParameters.zeros(info);
    System.arraycopy(values, 0, layer.weight().values(), 0, values.length);
    Pruner.attachMask(layer);
    return layer;
  }

  private static LayerParameters random(String name, int units, int inputs, PrunePolicy policy) {
    float[] values = new float[units * inputs];
    Randomness random = Randomness.stream(3, "pruner test", 0);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return layer(name, units, inputs, policy, values);
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }
}
