package dev.espalier.samples.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import dev.espalier.samples.models.PrunedMobileCifar;
import dev.espalier.samples.models.PrunedVisionTransformer;
import dev.espalier.samples.reproduce.SnipTable.Digits;
import dev.espalier.samples.reproduce.Table.Experiment;
import dev.espalier.samples.reproduce.Table.Outcome;
import dev.espalier.samples.reproduce.Table.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void aRunThatIsDoneIsKeptUnderItsSettingsAndSeed(@TempDir Path directory) throws IOException {
    Experiment experiment = Experiment.of(
        new Setting("Net", "half", "-", "-"), (data, seed) -> new Outcome(2, 0.5), PrunedLeNet300.builder().blueprint());
    Experiment longer = Experiment.of(
        new Setting("Net", "half", "-", "-"), (data, seed) -> new Outcome(1, 0.5),
        PrunedLeNet300.builder().train(t -> t.epochs(77)).blueprint());
    Path file = directory.resolve("table.runs.jsonl");
    String first = KeptRuns.fingerprint(experiment, DIGITS, 1);
    List<Outcome> outcomes = List.of(new Outcome(2.25, 0.5).with("MACs", 1e7));
    new KeptRuns(file).add(first, experiment, 1, outcomes);

    KeptRuns again = new KeptRuns(file);
    assertThat(again.find(first)).isEqualTo(outcomes);
    assertThat(again.find(KeptRuns.fingerprint(experiment, DIGITS, 2))).isNull();
    assertThat(again.find(KeptRuns.fingerprint(longer, DIGITS, 1))).isNull();
    again.add(KeptRuns.fingerprint(longer, DIGITS, 1), longer, 1, outcomes);
    assertThat(Files.readAllLines(file)).hasSize(2);
    assertThat(new KeptRuns(file).find(first)).isEqualTo(outcomes);
  }

  @Test
  void aFileOfOtherThingsIsRefused(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("table.runs.jsonl"), "{\"fingerprint\": 3}\n");
    assertThatThrownBy(() -> new KeptRuns(file)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no run of a table").hasMessageContaining("Fix:");
  }

  @Test
  void aNetworkGoesOnFromAnotherAtTheCostThatIsAsked() {
    Learner<PrunedMobileCifar> learner =
        new Learner<>(PrunedMobileCifar::builder, PrunedMobileCifar::fit, PrunedMobileCifar::freeze);
    PrunedMobileCifar whole = learner.from(null, learner.whole(), 3);
    MadeUp.parameters(whole, 3);
    long macs = whole.cost().macs().dense() * 6 / 10;
    PrunedMobileCifar pruned = learner.pruned(
        whole, s -> PrunedMobileCifar.builder().policies(p -> p.criterion(Criterion.RANDOM).sparsity(s)), 4, macs);
    assertThat(pruned.cost().macs().pruned()).isBetween(macs * 9 / 10, macs);
    assertThat(pruned.layer("stem").weight().values()).isEqualTo(whole.layer("stem").weight().values());
    assertThat(pruned.layer("pointNorm5").normalization().runningMean())
        .isEqualTo(whole.layer("pointNorm5").normalization().runningMean());

    PrunedMobileCifar next = learner.from(pruned, PrunedMobileCifar.builder(), 5);
    assertThat(next.masks()).isEqualTo(pruned.masks());
    assertThat(next.layer("point3").weight().values()).isEqualTo(pruned.layer("point3").weight().values());
    assertThat(next.layer("pointNorm3").normalization().scale().keptCount())
        .isEqualTo(pruned.masks().get("point3").keptGroups());
    assertThatThrownBy(() -> learner.from(pruned, learner.whole(), 5))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("point1").hasMessageContaining("Fix:");
    assertThatThrownBy(() -> next.takeFrom(whole)).hasMessageContaining("take over first");
    assertThatThrownBy(() -> next.takeFrom(PrunedLeNet300.create(1))).hasMessageContaining("LeNet300");
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
