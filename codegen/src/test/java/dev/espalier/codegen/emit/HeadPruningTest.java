package dev.espalier.codegen.emit;

import static dev.espalier.codegen.emit.Agreement.close;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Rewind;
import dev.espalier.dsl.Scope;
import dev.espalier.dsl.Unit;
import dev.espalier.runtime.cost.CostModel;
import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.cost.LayerCost;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.execution.FormChoice;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.policy.PolicyException;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.progress.StepProgress;
import dev.espalier.runtime.prune.PruningEvent;
import dev.espalier.runtime.train.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads of attention are scored, pruned and removed with all that belongs to them in four matrices. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeadPruningTest {
  private static final Dataset TRAIN = HeadNetworks.data(40, 1);
  private static final Dataset TEST = HeadNetworks.data(20, 100);

  @TempDir Path directory;
  private GeneratedNetwork generated;

  @BeforeAll
  void compile() {
    generated = new GeneratedNetwork(HeadNetworks.model(HeadNetworks.HALF).selected());
  }

  @AfterEach
  void forget() {
    System.clearProperty(FormChoice.PROPERTY);
  }

  private PrunableNetwork pruned(long seed) {
    PrunableNetwork network = HeadNetworks.create(generated, seed);
    network.prune();
    return network;
  }

  private PrunableNetwork with(UnaryOperator<PrunePolicy> policy) {
    var builder = generated.builder().seed(5);
    HeadNetworks.ATTENTIONS.forEach(a -> HeadNetworks.parts(a).forEach(part -> builder.policy(part, policy)));
    return (PrunableNetwork) builder.build();
  }

  private static void assertMasksAgree(PrunableNetwork network, String when) {
    for (String attention : HeadNetworks.ATTENTIONS) {
      BitSet heads = HeadNetworks.heads(network, attention, attention);
      assertThat(heads.isEmpty()).as("%s keeps a head %s", attention, when).isFalse();
      for (String part : HeadNetworks.parts(attention)) {
        assertThat(HeadNetworks.heads(network, attention, part)).as("%s %s", part, when).isEqualTo(heads);
        LayerParameters layer = HeadNetworks.layer(network, part);
        for (int row = 0; layer.bias() != null && row < HeadNetworks.WIDTH; row++) {
          boolean kept = part.equals(attention) || layer.weight().mask().keeps(row * HeadNetworks.WIDTH);
          assertThat(layer.bias().mask() == null || layer.bias().mask().keeps(row)).as("bias of %s", part)
              .isEqualTo(kept);
        }
      }
    }
  }

  private static int widthOfHead(String attention) {
    return attention.equals("first") ? 4 : 3;
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "rows", "panels", "compacted"})
  void frozenScoresAreTheMaskedNetworksForOneSampleAndForMany(String form) {
    System.setProperty(FormChoice.PROPERTY, form.equals("compacted")
        ? String.join(",", HeadNetworks.parts("first").stream().map(p -> p + "=compacted").toList())
        : form);
    PrunableNetwork network = pruned(3);
    Frozen frozen = generated.freeze(network);
    for (int length : new int[] {0, 1, 4, HeadNetworks.TOKENS}) {
      float[] ids = HeadNetworks.sentence(length, length);
      float[] expected = network.scores(ids);
      close(frozen.scores(ids), expected);
      float[] batch = new float[20 * HeadNetworks.TOKENS];
      for (int s = 0; s < 20; s++) {
        float[] of = s == 17 ? ids : HeadNetworks.sentence(HeadNetworks.TOKENS, s);
        System.arraycopy(of, 0, batch, s * HeadNetworks.TOKENS, HeadNetworks.TOKENS);
      }
      float[] scores = new float[20 * 3];
      frozen.session(20).scores(batch, scores);
      close(Arrays.copyOfRange(scores, 17 * 3, 18 * 3), expected);
    }
  }

  @Test
  void headsThatAreGoneAreNeitherStoredNorComputed() throws IOException {
    PrunableNetwork network = pruned(3);
    Frozen frozen = generated.freeze(network);
    Frozen dense = generated.freeze(HeadNetworks.create(generated, 3));
    int left = 0;
    for (String attention : HeadNetworks.ATTENTIONS) {
      BitSet heads = HeadNetworks.heads(network, attention, attention);
      assertThat(frozen.layer(attention + ".heads").heads()).containsExactly(heads.stream().toArray());
      int features = heads.cardinality() * widthOfHead(attention);
      assertThat(frozen.layer(attention + ".query").weights().decodeMask().length())
          .isEqualTo(features * HeadNetworks.WIDTH);
      assertThat(frozen.layer(attention).weights().decodeMask().length()).isEqualTo(HeadNetworks.WIDTH * features);
      left += heads.cardinality();
    }
    assertThat(left).isBetween(3, 4);
    assertThat(frozen.bytesOnDisk()).isLessThan(dense.bytesOnDisk() - 2_000);
    Path file = directory.resolve("heads.espalier");
    frozen.save(file);
    assertThat(Files.size(file)).isEqualTo(frozen.bytesOnDisk()).isEqualTo(frozen.cost().artefact().bytes());
    float[] ids = HeadNetworks.sentence(7, 1);
    assertThat(generated.load(file).scores(ids)).isEqualTo(frozen.scores(ids));
  }

  /** With f features in the heads that are left: 4 L E f of the projections, 2 L^2 f between them. */
  @Test
  void attentionCostsWhatItsHeadsThatAreLeftDo() {
    PrunableNetwork network = pruned(3);
    Frozen frozen = generated.freeze(network);
    long tokens = HeadNetworks.TOKENS;
    for (CostReport cost : List.of(network.cost(), frozen.cost())) {
      for (String attention : HeadNetworks.ATTENTIONS) {
        int heads = HeadNetworks.heads(network, attention, attention).cardinality();
        long features = (long) heads * widthOfHead(attention);
        for (String part : HeadNetworks.parts(attention)) {
          assertThat(cost.layer(part).macs().pruned()).as(part).isEqualTo(tokens * HeadNetworks.WIDTH * features);
        }
        LayerCost core = cost.layer(attention + ".heads");
        assertThat(core.macs().dense()).isEqualTo(2 * tokens * tokens * HeadNetworks.WIDTH);
        assertThat(core.macs().pruned()).isEqualTo(2 * tokens * tokens * features);
        assertThat(core.heads().dense()).isEqualTo(attention.equals("first") ? 3 : 4);
        assertThat(core.heads().pruned()).isEqualTo(heads);
      }
    }
    assertThat(frozen.cost().toString()).contains("Heads of attention").containsPattern("first\\.heads +3 +\\d +\\d");
    assertThat(frozen.cost().toJson().toString()).contains("\"heads\"");
  }

  /** Ranked layer by layer it is known beforehand how many go of each. */
  @Test
  void thePlanForetellsWhatIsLeft() {
    GeneratedNetwork layers = new GeneratedNetwork(
        HeadNetworks.model(PrunePolicy.toSparsity(0.4).granularity(Granularity.HEAD)).selected());
    PrunableNetwork network = HeadNetworks.create(layers, 2);
    CostReport plan = CostModel.plan(network.blueprint());
    network.prune();
    CostReport exact = layers.freeze(network).cost();
    assertThat(exact.macs().pruned()).isEqualTo(plan.macs().expected()).isLessThan(plan.macs().dense());
    assertThat(exact.weights().pruned()).isEqualTo(plan.weights().expected());
    assertThat(exact.bytes()).isEqualTo(plan.bytes());
    assertThat(plan.layer("first.heads").heads().expected()).isEqualTo(2);
    assertThat(plan.layer("second.heads").heads().expected()).isEqualTo(2);
  }

  @Test
  void aHeadsScoreIsTheSumOverItsFourMatrices() {
    PrunableNetwork network = with(p -> p.scope(Scope.LAYER).sparsity(0.25));
    for (String part : HeadNetworks.parts("second")) {
      Arrays.fill(HeadNetworks.layer(network, part).weight().values(), 0.1f);
    }
    // The queries alone would send head 1, their sum with the values sends head 2.
    fillHead(network, "second.query", 1, 0.01f);
    fillHead(network, "second.query", 2, 0.02f);
    fillHead(network, "second.value", 2, 0.02f);
    List<PruningEvent> events = network.prune();
    assertThat(HeadNetworks.heads(network, "second", "second").stream().toArray()).containsExactly(0, 1, 3);
    assertMasksAgree(network, "afterwards");
    assertThat(events).hasSize(8).extracting(PruningEvent::groupsRemoved).containsOnly(1);
  }

  private static void fillHead(PrunableNetwork network, String part, int head, float value) {
    float[] values = HeadNetworks.layer(network, part).weight().values();
    Arrays.fill(values, head * 3 * HeadNetworks.WIDTH, (head + 1) * 3 * HeadNetworks.WIDTH, value);
  }

  @Test
  void everyScopeAndUnitKeepsTheMasksTogetherAndAHeadInEveryLayer() {
    for (Scope scope : Scope.values()) {
      for (Unit unit : Unit.values()) {
        for (double sparsity : new double[] {0.25, 0.66}) {
          PrunableNetwork network = with(p -> p.sparsity(sparsity).scope(scope).unit(unit)
              .ranking(p.ranking().group(scope == Scope.GROUP ? "all" : "")));
          network.prune();
          assertMasksAgree(network, scope + " " + unit + " " + sparsity);
        }
      }
    }
    PrunableNetwork most = with(p -> p.sparsity(0).threshold(1e9).scope(Scope.LAYER));
    most.prune();
    assertMasksAgree(most, "by a threshold above all scores");
    assertThat(HeadNetworks.heads(most, "first", "first").cardinality()).isEqualTo(1);
  }

  /** Schedules in training, and criteria that look at gradients, inputs or training. */
  @Test
  void masksAgreeAfterEveryStepOfEverySchedule() {
    List<SchedulePlan> schedules = List.of(SchedulePlan.oneShot(1), SchedulePlan.iterative(2, 1),
        SchedulePlan.gradual(0, 1.5, 1), SchedulePlan.lottery(2, 1, Rewind.STEP, 1));
    for (SchedulePlan schedule : schedules) {
      fitAndWatch(with(p -> p.schedule(schedule).criterion(Criterion.HEAD_GATE)), schedule.kind().name());
    }
    EnumSet<Criterion> all = EnumSet.allOf(Criterion.class);
    all.removeAll(EnumSet.of(
        Criterion.BN_SCALE, Criterion.OBS, Criterion.HARD_CONCRETE, Criterion.SNIP, Criterion.GRASP,
        Criterion.SYNFLOW));
    for (Criterion criterion : all) {
      fitAndWatch(with(p -> p.schedule(SchedulePlan.oneShot(1)).criterion(criterion)), criterion.name());
    }
    for (Criterion criterion : List.of(Criterion.SNIP, Criterion.GRASP, Criterion.SYNFLOW)) {
      fitAndWatch(with(p -> p.schedule(SchedulePlan.oneShot(0)).criterion(criterion)), criterion.name());
    }
  }

  private void fitAndWatch(PrunableNetwork network, String what) {
    History history = generated.fit(network, TRAIN, TEST, new Listener() {
      @Override
      public void stepCompleted(StepProgress step) {
        assertMasksAgree(network, what + " at step " + step.step());
      }
    });
    assertThat(history.prunings()).as(what).isNotEmpty();
    assertMasksAgree(network, what);
    assertThat(HeadNetworks.ATTENTIONS.stream()
        .mapToInt(a -> HeadNetworks.heads(network, a, a).cardinality()).sum()).as(what).isBetween(3, 4);
    close(generated.freeze(network).scores(HeadNetworks.sentence(6, 1)),
        network.scores(HeadNetworks.sentence(6, 1)));
  }

  @Test
  void partsOfAHeadWithPoliciesOfTheirOwnAreRefused() {
    var builder = generated.builder().policy("first.key", p -> p.sparsity(0.3));
    assertThatThrownBy(builder::build).isInstanceOf(PolicyException.class)
        .hasMessageContaining("TiedPoliciesDiffer")
        .hasMessageContaining("each head of first is a part of first.query, first.key, first.value and first");
  }
}
