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

/**
 * Network slimming (Liu 2017) of a VGG-like network: half of its channels by their scales under an L1 penalty, and as
 * many multiply-adds removed by channels at random. All three go on from one network: epochs that they share, epochs with
 * or without the penalty, and epochs in which the rate falls to 0, of the pruned ones more, as the paper fine-tunes for as
 * long as it has trained before. The penalty is stronger than the paper's, whose runs with it are fifty times as long. The
 * paper has a larger VGG on all of CIFAR-10.
 */
final class SlimmingTable implements Table {

  private static final String NETWORK = "VggCifar";
  private static final int SHARED = 4;
  private static final int PENALISED = 3;
  private static final int LAST = 6;
  private static final int FINE_TUNING = 12;
  private static final double LAMBDA = 2e-3;

  /**
   * A layer loses so many of its channels at most. What follows a layer undoes it when all its scales shrink together,
   * so that in a few epochs the penalty drew those of one layer below all others: without the limit it kept one of 192.
   */
  private static final double MOST_OF_A_LAYER = 0.6;

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
            List.of(shared().blueprint(), penalised().blueprint(), pruned().blueprint())));
  }

  private static List<Outcome> run(TrainTest data, long seed) {
    PrunedVggCifar shared = VGG.trained(null, shared(), 10 * seed, data);
    PrunedVggCifar slim = VGG.trained(shared, penalised(), 10 * seed + 1, data);
    PrunedVggCifar tuned = VGG.trained(slim, pruned(), 10 * seed + 2, data);
    PrunedVggCifar plain = VGG.trained(shared, rate(VGG.whole(), PENALISED, 0), 10 * seed + 1, data);
    PrunedVggCifar dense = VGG.trained(plain, falling(VGG.whole(), LAST), 10 * seed + 2, data);
    PrunedVggCifar random =
        VGG.pruned(plain, SlimmingTable::atRandom, 10 * seed + 2, slim.cost().macs().pruned());
    return List.of(
        VGG.outcome(dense, data.test()),
        VGG.outcome(tuned, data.test()),
        VGG.outcome(VGG.trained(random, data), data.test()));
  }

  private static NetworkBuilder<PrunedVggCifar> shared() {
    return rate(VGG.whole(), SHARED, 1);
  }

  /** Ends with the pruning. */
  private static NetworkBuilder<PrunedVggCifar> penalised() {
    return rate(VGG.building().get(), PENALISED, 0)
        .policies(p -> p.schedule(s -> s.lambda(LAMBDA).fineTune(0))
            .ranking(RankingPlan.DEFAULT.between(0, MOST_OF_A_LAYER)));
  }

  private static NetworkBuilder<PrunedVggCifar> atRandom(double sparsity) {
    return pruned().policies(p -> p.criterion(Criterion.RANDOM).sparsity(sparsity));
  }

  private static NetworkBuilder<PrunedVggCifar> pruned() {
    return falling(VGG.building().get(), FINE_TUNING);
  }

  /** Is pruned when it begins, if at all: the schedule finds nothing more to prune. */
  private static NetworkBuilder<PrunedVggCifar> falling(NetworkBuilder<PrunedVggCifar> builder, int epochs) {
    return builder.policies(p -> p.schedule(SchedulePlan.oneShot(-1)))
        .train(t -> t.epochs(epochs).learningRate(r -> r.kind(LearningRateKind.COSINE).warmup(0)));
  }

  private static NetworkBuilder<PrunedVggCifar> rate(NetworkBuilder<PrunedVggCifar> builder, int epochs, int warmup) {
    return builder.train(t -> t.epochs(epochs).learningRate(r -> r.kind(LearningRateKind.CONSTANT).warmup(warmup)));
  }
}
