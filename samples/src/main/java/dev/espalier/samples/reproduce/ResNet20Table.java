package dev.espalier.samples.reproduce;

import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.LearningRateKind;
import dev.espalier.runtime.data.CifarFiles;
import dev.espalier.runtime.data.Standardize;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.samples.models.PrunedResNet20;
import java.nio.file.Path;
import java.util.List;

/**
 * ResNet-20 without 40 % of its multiply-adds: filters of its blocks' first convolutions go by their summed magnitude (Li
 * 2017), or at random. Both and the dense network go on from one network and are trained as long: epochs that they share at
 * a constant rate, and epochs of fine-tuning, in which it falls to 0.
 */
final class ResNet20Table implements Table {

  private static final String NETWORK = "ResNet20";
  private static final int SHARED = 7;
  private static final int FINE_TUNING = 6;
  private static final double MACS_LEFT = 0.6;
  private static final Learner<PrunedResNet20> RESNET =
      new Learner<>(PrunedResNet20::builder, PrunedResNet20::fit, PrunedResNet20::freeze);

  @Override
  public String name() {
    return "resnet20";
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
                new Setting(NETWORK, "40 % of MACs less, by magnitude", "-", "-"),
                new Setting(NETWORK, "40 % of MACs less, at random", "-", "-")),
            ResNet20Table::run,
            List.of(shared().blueprint(), tuned(RESNET.building().get()).blueprint())));
  }

  private static List<Outcome> run(TrainTest data, long seed) {
    PrunedResNet20 shared = RESNET.trained(null, shared(), 10 * seed, data);
    long macs = (long) (MACS_LEFT * shared.cost().macs().dense());
    PrunedResNet20 smallest = RESNET.pruned(shared, s -> by(Criterion.MAGNITUDE, s), 10 * seed + 1, macs);
    PrunedResNet20 random = RESNET.pruned(shared, s -> by(Criterion.RANDOM, s), 10 * seed + 1, macs);
    return List.of(
        RESNET.outcome(RESNET.trained(shared, tuned(RESNET.whole()), 10 * seed + 1, data), data.test()),
        RESNET.outcome(RESNET.trained(smallest, data), data.test()),
        RESNET.outcome(RESNET.trained(random, data), data.test()));
  }

  private static NetworkBuilder<PrunedResNet20> shared() {
    return RESNET.whole().train(t -> t.epochs(SHARED).learningRate(r -> r.kind(LearningRateKind.CONSTANT).warmup(1)));
  }

  private static NetworkBuilder<PrunedResNet20> by(Criterion criterion, double sparsity) {
    return tuned(RESNET.building().get()).policies(p -> p.criterion(criterion).sparsity(sparsity));
  }

  /** Is pruned when it begins: the schedule finds nothing more to prune. */
  private static NetworkBuilder<PrunedResNet20> tuned(NetworkBuilder<PrunedResNet20> builder) {
    return builder.policies(p -> p.schedule(SchedulePlan.oneShot(-1)))
        .train(t -> t.epochs(FINE_TUNING).learningRate(r -> r.kind(LearningRateKind.COSINE).warmup(0)));
  }
}
