package dev.espalier.samples.reproduce;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.LearningRateKind;
import dev.espalier.runtime.data.CifarFiles;
import dev.espalier.runtime.data.Standardize;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.policy.RankingPlan;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.samples.models.PrunedVggCifar;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Network slimming (Liu 2017) of a VGG-like network: half of its channels by their scales under an L1 penalty, and as
 * many multiply-adds removed by channels at random. Both go on from the dense network and are trained as long: epochs under
 * the penalty, and epochs in which the rate falls to 0; the paper, too, fine-tunes for as long as it has trained before. The
 * penalty is stronger than the paper's, whose runs with it are forty times as long. The paper has a larger VGG on all of
 * CIFAR-10.
 */
final class SlimmingTable implements Table {

  private static final String NETWORK = "VggCifar";
  private static final int DENSE = 12;
  private static final int PENALISED = 4;
  private static final int FINE_TUNING = 10;
  private static final double LAMBDA = 5e-4;

  /**
   * A layer loses so large a share of its channels at most. What follows a layer undoes it when all its scales shrink
   * together, so that in a few epochs the penalty drew those of one layer below all others: without limits it kept one
   * of 192.
   */
  private static final Map<String, Double> MOST = Map.of(
      "conv1a", 0.25, "conv1b", 0.25, "conv2a", 0.25, "conv2b", 0.25,
      "conv3a", 0.5, "conv3b", 0.5,
      "conv4a", 0.8, "conv4b", 0.8);

  private static final Learner<PrunedVggCifar> VGG =
      new Learner<>(PrunedVggCifar::builder, PrunedVggCifar::fit, PrunedVggCifar::freeze);

  @Override
  public String name() {
    return "slimming";
  }

  @Override
  public TrainTest load(Path directory) {
    return Standardize.channels(CifarFiles.loadDirectory(directory));
  }

  @Override
  public List<Experiment> experiments() {
    return List.of(
        new Experiment(
            List.of(
                new Setting(NETWORK, "dense", "-", "-"),
                new Setting(NETWORK, "half the channels, by scale", "-", "-"),
                new Setting(NETWORK, "as many MACs, at random", "-", "-")),
            SlimmingTable::run,
            List.of(dense().blueprint(), penalised().blueprint(), pruned(FINE_TUNING).blueprint())));
  }

  private static List<Outcome> run(TrainTest data, long seed) {
    PrunedVggCifar dense = VGG.trained(null, dense(), 10 * seed, data);
    PrunedVggCifar slim = VGG.trained(dense, penalised(), 10 * seed + 1, data);
    PrunedVggCifar random =
        VGG.pruned(dense, SlimmingTable::atRandom, 10 * seed + 1, slim.cost().macs().pruned());
    return List.of(
        VGG.outcome(dense, data.test()),
        VGG.outcome(VGG.trained(slim, pruned(FINE_TUNING), 10 * seed + 2, data), data.test()),
        VGG.outcome(VGG.trained(random, data), data.test()));
  }

  private static NetworkBuilder<PrunedVggCifar> dense() {
    return VGG.whole().train(t -> t.epochs(DENSE));
  }

  /** Ends with the pruning. */
  private static NetworkBuilder<PrunedVggCifar> penalised() {
    NetworkBuilder<PrunedVggCifar> builder = VGG.building().get()
        .policies(p -> p.schedule(s -> s.lambda(LAMBDA).fineTune(0)))
        .train(t -> t.epochs(PENALISED).learningRate(r -> r.kind(LearningRateKind.CONSTANT).warmup(0)));
    MOST.forEach((layer, most) -> builder.policy(layer, p -> p.ranking(RankingPlan.DEFAULT.between(0, most))));
    return builder;
  }

  private static NetworkBuilder<PrunedVggCifar> atRandom(double sparsity) {
    return pruned(PENALISED + FINE_TUNING).policies(p -> p.criterion(Criterion.RANDOM).sparsity(sparsity));
  }

  /** Is pruned when it begins: the schedule finds nothing more to prune. */
  private static NetworkBuilder<PrunedVggCifar> pruned(int epochs) {
    return VGG.building().get().policies(p -> p.schedule(SchedulePlan.oneShot(-1)))
        .train(t -> t.epochs(epochs).learningRate(r -> r.kind(LearningRateKind.COSINE).warmup(0)));
  }
}
