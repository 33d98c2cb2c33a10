package dev.espalier.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.dsl.Granularity;
import dev.espalier.dsl.Loss;
import dev.espalier.dsl.Rewind;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.policy.TrainSettings;
import dev.espalier.runtime.policy.TrainSettings.LearningRateSettings;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkRulesTest {
  private static final PrunePolicy HALF = PrunePolicy.toSparsity(0.5);
  private static final TrainSettings TRAIN = new TrainSettings(
      Loss.CROSS_ENTROPY, OptimizerSettings.sgd(0.1, 0), LearningRateSettings.constant(), 10, 3);

  private static Blueprint network(PrunePolicy hidden, PrunePolicy flat, PrunePolicy logits) {
    Layout image = Layout.image(1, 2, 4);
    List<LayerInfo> layers = List.of(
        new LayerInfo("flat", "Flatten", List.of("image"), Layout.vector(8), null, flat),
        new LayerInfo("hidden", "Dense", List.of("flat"), Layout.vector(6), WeightGeometry.dense(6, 8, true), hidden),
        new LayerInfo("logits", "Dense", List.of("hidden"), Layout.vector(3),
            WeightGeometry.dense(3, 6, true), logits));
    InputInfo input = new InputInfo("image", List.of(1, 2, 4), image, 0, image, 0);
    return new Blueprint("Net", "0".repeat(64), List.of(input), layers, TRAIN, 0, 0, 0, 0, 0);
  }

  private static List<Diagnostic> codes(List<Problem> problems) {
    return problems.stream().map(Problem::diagnostic).toList();
  }

  @Test
  void aSoundNetworkHasNoProblems() {
    assertThat(NetworkRules.check(network(HALF, null, null))).isEmpty();
  }

  @Test
  void anOverrideFindsTheCompilersErrors() {
    assertThat(codes(NetworkRules.check(network(HALF.sparsity(2), HALF, HALF.granularity(Granularity.NEURON)))))
        .containsExactly(Diagnostic.NOTHING_TO_PRUNE, Diagnostic.SPARSITY_RANGE, Diagnostic.PRUNES_OUTPUT);
    Blueprint sound = network(HALF, null, null);
    assertThat(codes(NetworkRules.check(sound.with(sound.layers(), TRAIN.batch(0)))))
        .containsExactly(Diagnostic.TRAIN_RANGE);
  }

  @Test
  void anUnknownLayerIsNamedWithTheNearest() {
    Blueprint network = network(HALF, null, null);
    assertThat(NetworkRules.layerExists(network, "hidden")).isEmpty();
    assertThat(NetworkRules.layerExists(network, "hiden")).map(Problem::text).contains("""
        [Espalier/PolicyOnUnknownLayer] no layer is called 'hiden'.
          Fix: did you mean 'hidden'? (choices are hidden, logits).""");
  }

  @Test
  void aRewindPointIsHeldAgainstTheTrainingSet() {
    Blueprint network = network(HALF.schedule(SchedulePlan.lottery(2, 1, Rewind.STEP, 15)), null, null);
    assertThat(NetworkRules.check(network)).isEmpty();
    assertThat(NetworkRules.checkRun(network, 60)).isEmpty();
    assertThat(codes(NetworkRules.checkRun(network, 50))).containsExactly(Diagnostic.REWIND_AFTER_PRUNING);
    assertThat(NetworkRules.checkRun(network, 51)).as("the last batch is not full").isEmpty();
  }
}
