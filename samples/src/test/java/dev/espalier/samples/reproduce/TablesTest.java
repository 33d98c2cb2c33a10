package dev.espalier.samples.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.dsl.Criterion;
import dev.espalier.runtime.cost.Figure;
import dev.espalier.runtime.cost.LayerCost;
import dev.espalier.runtime.data.DrawnDigits;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.json.JsonReader;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.policy.TrainSettings;
import dev.espalier.runtime.policy.TrainSettings.AugmentSettings;
import dev.espalier.samples.models.PrunedLeNet300;
import dev.espalier.samples.models.PrunedVisionTransformer;
import dev.espalier.samples.reproduce.SnipTable.Digits;
import dev.espalier.samples.reproduce.Table.Experiment;
import dev.espalier.samples.reproduce.Table.Outcome;
import dev.espalier.samples.reproduce.Table.Setting;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TablesTest {

  private static final TrainTest DIGITS = DrawnDigits.generate(60, 20, 1);

  @Test
  void aRowIsTheMeanOfItsSeeds() {
    Setting setting = new Setting("Net", "half", "1.5", "somewhere");
    Row row =
        Row.of(setting, List.of(new Outcome(1, 0.5).with("stop", 100), new Outcome(3, 0.5).with("stop", 300)));
    assertThat(row.errorMean()).isEqualTo(2);
    assertThat(row.errorDeviation()).isCloseTo(Math.sqrt(2), within(1e-12));
    assertThat(row.facts()).isEqualTo(Map.of("stop", 200.0));
    assertThat(((Map<?, ?>) JsonReader.read(row.json().text())).keySet().stream().map(String::valueOf))
        .containsExactly(
            "network", "setting", "sparsity", "errorMean", "errorDeviation", "seeds", "published", "source", "stop");
  }

  @Test
  void aTicketsControlHasItsMaskAndOtherWeights() {
    Experiment lottery = new LotteryTable().experiments().getFirst();
    List<Outcome> outcomes = lottery.run().train(DIGITS, 1);
    assertThat(outcomes).hasSameSizeAs(lottery.settings());
    for (int i = 0; i < outcomes.size(); i++) {
      String name = lottery.settings().get(i).name();
      if (name.startsWith("drawn anew")) {
        int ticket = lottery.settings().stream().map(Setting::name).toList()
            .indexOf(name.replace("drawn anew", "ticket"));
        assertThat(outcomes.get(i).sparsity()).isEqualTo(outcomes.get(ticket).sparsity());
        assertThat(outcomes.get(i).facts()).isNotEqualTo(outcomes.get(ticket).facts());
      }
    }
    assertThat(outcomes.getFirst().sparsity()).isZero();
    assertThat(outcomes.get(3).sparsity()).isCloseTo(1 - 0.211, within(1e-3));
  }

  @Test
  void movedDigitsLeaveSnipItsMaskAndTheRestOfItsTraining() {
    TrainTest digits = DrawnDigits.generate(200, 20, 1);
    PrunedLeNet300 published = SnipTable.network(1, Criterion.SNIP, 0.95, Digits.AS_THEY_ARE).build();
    PrunedLeNet300 moved = SnipTable.network(1, Criterion.SNIP, 0.95, Digits.MOVED).build();
    TrainSettings settings = moved.blueprint().train();
    assertThat(settings.augment()).isEqualTo(new AugmentSettings(false, 1));
    assertThat(settings.augment(AugmentSettings.NONE)).isEqualTo(published.blueprint().train());
    published.prune(digits.train());
    moved.prune(digits.train());
    assertThat(moved.sparsity()).isCloseTo(0.95, within(1e-3));
    assertThat(moved.masks()).isEqualTo(published.masks());
  }

  @Test
  void whatIsLeftOfADynamicNetworkIsSmallerAndLessSparse() {
    PrunedLeNet300 net = RiglTable.byLayer(1).build();
    net.prune();
    Outcome outcome = RiglTable.compact(new Outcome(0, net.sparsity()), net);
    assertThat(outcome.sparsity()).isCloseTo(0.975, within(1e-3));
    assertThat(outcome.facts().get("pixels")).isBetween(1.0, 784.0);
    assertThat(outcome.facts().get("neurons1")).isBetween(1.0, 300.0);
    assertThat(outcome.facts().get("compactSparsity")).isBetween(0.5, outcome.sparsity());
  }

  /** Weights go from a network whose heads went before: they stay away, and nothing of them is computed. */
  @Test
  void headsTokensAndWeightsOfATransformerGoTogether() {
    PrunedVisionTransformer dense = PrunedVisionTransformer.create(1);
    Frozen lean = VisionTable.untuned(dense, 0.25, 0, true);
    Frozen sparse = VisionTable.untuned(dense, 0.25, 0.8, true);
    assertThat(headsLeft(lean)).isEqualTo(12);
    assertThat(headsLeft(sparse)).isBetween(4L, 12L);
    long squares = VisionTable.untuned(dense, 0, 0, true).cost().macs().pruned();
    assertThat(squares).isLessThan(dense.freeze().cost().macs().pruned());
    assertThat(lean.cost().macs().pruned()).isLessThan(squares);
    assertThat(sparse.cost().weights().pruned()).isLessThan((long) (0.22 * sparse.cost().weights().dense()));
    assertThat(sparse.cost().macs().pruned()).isLessThan((long) (0.4 * lean.cost().macs().pruned()));
  }

  private static long headsLeft(Frozen frozen) {
    return frozen.cost().layers().stream().map(LayerCost::heads).filter(Objects::nonNull)
        .mapToLong(Figure::pruned).sum();
  }
}
