package dev.espalier.runtime.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.dsl.Densities;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Regrow;
import dev.espalier.dsl.Scope;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.RankingPlan;
import dev.espalier.runtime.policy.SchedulePlan;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegrowthTest {

  private static final SchedulePlan RIGL = SchedulePlan.dynamic(Regrow.GRADIENT, 0.3, 10);
  private static final SchedulePlan SET = SchedulePlan.dynamic(Regrow.RANDOM, 0.3, 10);

  /** Weights 1..8, those at 4, 5, 6, 7 kept: half of them go, 5 and 6; 0 and 3 have the largest gradients. */
  @Test
  void theSmallestWeightsGiveWayToTheLargestGradients() {
    LayerParameters layer = layer("a", 2, 4, RIGL, Granularity.ELEMENT);
    Parameter weight = layer.weight();
    Pruner.apply(layer, Mask.of(weight.mask().grouping(), bits(4, 5, 6, 7)));
    set(weight.values(), 0, 0, 0, 0, -5, 6, 7, 8);
    set(weight.gradient(), 9, -1, 2, -8, 0, 3, 4, 100);
    weight.resetState(1);
    set(weight.state(0), 40, 50, 60, 70);
    List<PruningEvent> events = new Regrowth(List.of(layer), 1).exchange(30, new double[] {0.5});
    assertThat(weight.kept()).containsExactly(0, 3, 6, 7);
    assertThat(weight.values()).containsExactly(0, 0, 0, 0, 0, 0, 7, 8);
    assertThat(weight.state(0)).containsExactly(0, 0, 60, 70);
    assertThat(events).containsExactly(new PruningEvent(30, "a", 0.5, 0.5, 0.5, 7, 2, 2, Double.NaN, Double.NaN));
  }

  /** Evci 2020: the dropped ones may be taken in again; their values then stay, as nothing happened to them. */
  @Test
  void aDroppedWeightWithTheLargestGradientStaysAsItIs() {
    LayerParameters layer = layer("a", 2, 4, RIGL, Granularity.ELEMENT);
    Parameter weight = layer.weight();
    Pruner.apply(layer, Mask.of(weight.mask().grouping(), bits(4, 5, 6, 7)));
    set(weight.values(), 0, 0, 0, 0, -5, 6, 7, 8);
    set(weight.gradient(), 1, 1, 3, 1, 9, 2, 0, 0);
    weight.resetState(1);
    set(weight.state(0), 40, 50, 60, 70);
    List<PruningEvent> events = new Regrowth(List.of(layer), 1).exchange(30, new double[] {0.5});
    assertThat(weight.kept()).containsExactly(2, 4, 6, 7);
    assertThat(weight.values()).containsExactly(0, 0, 0, 0, -5, 0, 7, 8);
    assertThat(weight.state(0)).containsExactly(0, 40, 60, 70);
    assertThat(events).singleElement().satisfies(event -> assertThat(event.groupsRegrown()).isEqualTo(1));
  }

  @Test
  void neuronsTakeTheirBiasWithThem() {
    LayerParameters layer = layer("a", 4, 2, RIGL, Granularity.NEURON);
    Pruner.apply(layer, Mask.of(layer.weight().mask().grouping(), bits(0, 1)));
    set(layer.weight().values(), 1, 1, 5, 5, 0, 0, 0, 0);
    set(layer.weight().gradient(), 0, 0, 0, 0, 1, 1, -3, 1);
    set(layer.bias().values(), 7, 8, 0, 0);
    new Regrowth(List.of(layer), 1).exchange(30, new double[] {0.5});
    assertThat(layer.weight().kept()).containsExactly(2, 3, 6, 7);
    assertThat(layer.bias().kept()).containsExactly(1, 3);
    assertThat(layer.bias().values()).containsExactly(0, 8, 0, 0);
  }

  @Test
  void randomRegrowthChoosesAllOthersEquallyOften() {
    int[] grown = new int[20];
    for (int step = 1; step <= 4000; step++) {
      LayerParameters layer = layer("a", 4, 5, SET, Granularity.ELEMENT);
      Pruner.apply(layer, Mask.of(layer.weight().mask().grouping(), bits(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)));
      float[] values = layer.weight().values();
      for (int i = 0; i < 10; i++) {
        values[i] = i + 1;
      }
      new Regrowth(List.of(layer), 5).exchange(step, new double[] {0.4});
      assertThat(layer.weight().keptCount()).isEqualTo(10);
      for (int index : layer.weight().kept()) {
        grown[index]++;
      }
    }
    // 4 of the 14 that are not left are taken in; the deviation of a count is 29.
    for (int i = 0; i < 20; i++) {
      boolean stays = i >= 4 && i < 10;
      assertThat(grown[i]).as("weight %d", i).isBetween(stays ? 4000 : 1000, stays ? 4000 : 1286);
    }
  }

  @Test
  void masksAreDrawnAtTheSparsityAndAnewForEachSeedAndLayer() {
    List<LayerParameters> layers =
        List.of(layer("a", 10, 30, SET, Granularity.ELEMENT), layer("b", 10, 30, SET, Granularity.ELEMENT));
    List<PruningEvent> events = new Regrowth(layers, 1).draw(0);
    assertThat(events).extracting(PruningEvent::groupsRemoved).containsExactly(150, 150);
    assertThat(events).extracting(PruningEvent::reachedSparsity).containsExactly(0.5, 0.5);
    assertThat(layers.get(0).weight().mask()).isNotEqualTo(layers.get(1).weight().mask());
    LayerParameters same = layer("a", 10, 30, SET, Granularity.ELEMENT);
    new Regrowth(List.of(same), 1).draw(0);
    assertThat(same.weight().mask()).isEqualTo(layers.get(0).weight().mask());
    LayerParameters other = layer("a", 10, 30, SET, Granularity.ELEMENT);
    new Regrowth(List.of(other), 2).draw(0);
    assertThat(other.weight().mask()).isNotEqualTo(same.weight().mask());
  }

  @Test
  void aMaskThatIsSparseAlreadyIsLeftAsItIs() {
    LayerParameters layer = layer("a", 10, 30, SET, Granularity.ELEMENT);
    new Regrowth(List.of(layer), 1).draw(0);
    Mask mask = layer.weight().mask();
    assertThat(new Regrowth(List.of(layer), 9).draw(0)).singleElement()
        .satisfies(event -> assertThat(event.groupsRemoved()).isZero());
    assertThat(layer.weight().mask()).isEqualTo(mask);
  }

  @Test
  void layersOfOneScopeShareTheSparsityByErdosRenyiDensities() {
    List<LayerParameters> layers = List.of(layer("a", 300, 784, RIGL, Granularity.ELEMENT, Scope.GLOBAL, 0.9),
        layer("b", 100, 300, RIGL, Granularity.ELEMENT, Scope.GLOBAL, 0.9));
    List<PruningEvent> events = new Regrowth(layers, 1).draw(0);
    assertThat(events).allSatisfy(event -> assertThat(event.scopeSparsity()).isCloseTo(0.9, within(1e-5)));
    double scale = 26_520.0 / (1084 + 400);
    assertThat(layers.get(0).weight().keptCount()).isEqualTo((int) Math.round(scale * 1084));
    assertThat(layers.get(1).weight().keptCount()).isEqualTo((int) Math.round(scale * 400));
  }

  @Test
  void layersOfOtherSchedulesAreLeftAlone() {
    LayerParameters layer = layer("a", 4, 4, SchedulePlan.oneShot(1), Granularity.ELEMENT);
    assertThat(new Regrowth(List.of(layer), 1).draw(0)).isEmpty();
    assertThat(new Regrowth(List.of(layer), 1).exchange(3, new double[] {0})).isEmpty();
    assertThat(layer.weight().mask().keepsAll()).isTrue();
  }

  @Test
  void aGradientThatIsNoNumberIsReportedAndNothingChanged() {
    LayerParameters layer = layer("a", 2, 4, RIGL, Granularity.ELEMENT);
    Pruner.apply(layer, Mask.of(layer.weight().mask().grouping(), bits(4, 5, 6, 7)));
    layer.weight().gradient()[2] = Float.NaN;
    Mask mask = layer.weight().mask();
    assertThatThrownBy(() -> new Regrowth(List.of(layer), 1).exchange(30, new double[] {0.5}))
        .isInstanceOf(ScoreNotANumberException.class).hasMessageContaining("a.weight");
    assertThat(layer.weight().mask()).isEqualTo(mask);
  }

  private static LayerParameters layer(String name, int units, int inputs, SchedulePlan plan, Granularity granularity) {
    return layer(name, units, inputs, plan, granularity, Scope.LAYER, 0.5);
  }

  private static LayerParameters layer(String name, int units, int inputs, SchedulePlan plan, Granularity granularity,
      Scope scope, double sparsity) {
    PrunePolicy policy =
        PrunePolicy.toSparsity(sparsity).schedule(plan).granularity(granularity).scope(scope)
            .ranking(RankingPlan.DEFAULT.densities(
                scope == Scope.LAYER ? Densities.RANKED : Densities.ERDOS_RENYI));
    LayerParameters layer = LayerParameters.zeros(new LayerInfo(name, "Dense", List.of("in"), Layout.vector(units),
        WeightGeometry.dense(units, inputs, true), policy));
    Arrays.fill(layer.weight().values(), 1);
    Pruner.attachMask(layer);
    return layer;
  }

  private static void set(float[] array, float... values) {
    System.arraycopy(values, 0, array, 0, array.length);
  }

  private static BitSet bits(int... indices) {
    BitSet bits = new BitSet();
    Arrays.stream(indices).forEach(bits::set);
    return bits;
  }
}
