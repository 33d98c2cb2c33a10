package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.codegen.layer.AddLayer;
import dev.espalier.codegen.layer.ConcatLayer;
import dev.espalier.codegen.layer.Conv2dLayer;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.GlobalAvgPoolLayer;
import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Scope;
import dev.espalier.dsl.Unit;
import dev.espalier.runtime.cost.CostModel;
import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.cost.LayerCost;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.prune.PruningEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Filters that the graph ties together are scored by their sum and leave together. */
class TiedPruningTest {
  private static final PrunePolicy FILTERS = PrunePolicy.toSparsity(0.5).granularity(Granularity.FILTER);

  private static Conv2dLayer conv(int filters) {
    return new Conv2dLayer(filters, List.of(3), List.of(1), List.of(1), 1, true);
  }

  private static GeneratedNetwork residual(PrunePolicy policy) {
    return new GeneratedNetwork(Models.model("some.pkg", "Tied").input("image", 1, 6, 6)
        .layer("stem", conv(4), null, policy, "image")
        .layer("inner", conv(4), null, policy, "stem")
        .layer("sum", new AddLayer(), "stem", "inner")
        .layer("other", conv(2), null, policy, "sum")
        .layer("means", new GlobalAvgPoolLayer(), "other")
        .layer("logits", new DenseLayer(3, true), "means").train(null).selected());
  }

  /** Fills each filter with one number, so that its score is known. */
  private static void fill(PrunableNetwork network, String name, float... filters) {
    LayerParameters layer =
        network.layers().stream().filter(l -> l.info().name().equals(name)).findFirst().orElseThrow();
    int columns = layer.weight().columns();
    for (int i = 0; i < layer.weight().size(); i++) {
      layer.weight().values()[i] = filters[i / columns] / columns;
    }
  }

  private static int[] kept(PrunableNetwork network, String name) {
    return network.layers().stream().filter(l -> l.info().name().equals(name)).findFirst().orElseThrow()
        .weight().mask().groupBits().stream().toArray();
  }

  @Test
  void theReportNamesWhatIsTiedAndWhy() {
    CostReport plan = CostModel.plan(residual(FILTERS).create(1).blueprint());
    assertThat(plan.toString()).contains("""
        Channels that stay or leave together
        group  layer  channels  tied because
        -----------------------------------------------
        1      stem       0..3  sum adds stem and inner
               inner      0..3
        """);
    assertThat(plan.toJson().text().replaceAll("\\s", "")).contains("\"groups\":[{\"stays\":false,\"members\":["
        + "{\"layer\":\"stem\",\"first\":0,\"count\":4},{\"layer\":\"inner\",\"first\":0,\"count\":4}],"
        + "\"because\":[\"sumaddsstemandinner\"]}]");
  }

  @Test
  void theLowestSumsGoFirst() {
    GeneratedNetwork generated = residual(FILTERS);
    PrunableNetwork network = generated.create(1);
    // Alone, stem would lose 0 and 1 and inner 2 and 3.
    fill(network, "stem", 1, 2, 6, 7);
    fill(network, "inner", 8, 4, 1, 2);
    fill(network, "other", 1, 2);
    List<PruningEvent> events = network.prune();
    assertThat(kept(network, "stem")).containsExactly(0, 3);
    assertThat(kept(network, "inner")).containsExactly(0, 3);
    assertThat(kept(network, "other")).containsExactly(1);
    assertThat(events).extracting(PruningEvent::groupsRemoved).containsExactly(2, 2, 1);
  }

  @Test
  void everyScopeAndUnitKeepsThemTogether() {
    for (Scope scope : List.of(Scope.LAYER, Scope.GLOBAL)) {
      for (Unit unit : Unit.values()) {
        for (double sparsity : new double[] {0.25, 0.45}) {
          GeneratedNetwork generated = residual(FILTERS.sparsity(sparsity).scope(scope).unit(unit));
          PrunableNetwork network = generated.create(7);
          network.prune();
          assertThat(kept(network, "stem")).as("%s %s", scope, unit).isEqualTo(kept(network, "inner")).isNotEmpty();
          assertThat(kept(network, "other")).isNotEmpty();
        }
      }
    }
  }

  /** As sums of three scores, those of the tied filters would nearly all be above those of the filters on their own. */
  @Test
  void aTiedSetIsAsLikelyToGoAtRandomAsAFilterOnItsOwn() {
    PrunePolicy random = FILTERS.criterion(Criterion.RANDOM).scope(Scope.GLOBAL).unit(Unit.GROUPS);
    PrunableNetwork network = new GeneratedNetwork(Models.model("some.pkg", "Control").input("image", 1, 3, 3)
        .layer("stem", conv(60), null, random, "image")
        .layer("inner", conv(60), null, random, "stem")
        .layer("last", conv(60), null, random, "inner")
        .layer("sum", new AddLayer(), "stem", "inner", "last")
        .layer("other", conv(60), null, random, "sum")
        .layer("means", new GlobalAvgPoolLayer(), "other")
        .layer("logits", new DenseLayer(3, true), "means").train(null).selected()).create(5);
    network.prune();
    assertThat(kept(network, "other")).hasSizeBetween(20, 40);
    assertThat(kept(network, "stem")).hasSizeBetween(20, 40).isEqualTo(kept(network, "inner"))
        .isEqualTo(kept(network, "last"));
  }

  @Test
  void aSumOverAConcatenationTiesPartsOfALayer() {
    GeneratedNetwork generated = new GeneratedNetwork(Models.model("some.pkg", "Parts").input("image", 1, 6, 6)
        .layer("left", conv(2), null, FILTERS, "image")
        .layer("right", conv(4), null, FILTERS, "image")
        .layer("both", new ConcatLayer(), "left", "right")
        .layer("across", conv(6), null, FILTERS, "image")
        .layer("sum", new AddLayer(), "across", "both")
        .layer("means", new GlobalAvgPoolLayer(), "sum")
        .layer("logits", new DenseLayer(3, true), "means").train(null).selected());
    PrunableNetwork network = generated.create(1);
    fill(network, "left", 1, 5);
    fill(network, "right", 1, 2, 3, 9);
    fill(network, "across", 1, 1, 9, 1, 1, 1);
    network.prune();
    assertThat(kept(network, "left")).containsExactly(1);
    assertThat(kept(network, "right")).containsExactly(0, 3);
    assertThat(kept(network, "across")).containsExactly(1, 2, 5);
  }

  @Test
  void whatLeavesIsWhatThePlanForetold() {
    GeneratedNetwork generated = residual(FILTERS);
    PrunableNetwork network = generated.create(3);
    CostReport plan = CostModel.plan(network.blueprint());
    network.prune();
    Frozen frozen = generated.freeze(network);
    for (CostReport exact : List.of(network.cost(), frozen.cost())) {
      assertThat(exact.weights().pruned()).isEqualTo(plan.weights().expected());
      assertThat(exact.macs().pruned()).isEqualTo(plan.macs().expected());
      assertThat(exact.bytes()).isEqualTo(plan.bytes());
      for (LayerCost layer : plan.layers()) {
        assertThat(exact.layer(layer.name()).macs().pruned()).as(layer.name()).isEqualTo(layer.macs().expected());
      }
    }
    // 2 of 4 filters of stem and inner, each with what it reads; 1 of 2 of other.
    assertThat(frozen.cost().macs().pruned()).isEqualTo(36L * 9 * (2 + 2 * 2 + 2) + 3);
    assertThat(frozen.layers().stream().mapToLong(l -> (l.bits() + 7) / 8).sum()).isEqualTo(frozen.cost().bytes());
  }
}
