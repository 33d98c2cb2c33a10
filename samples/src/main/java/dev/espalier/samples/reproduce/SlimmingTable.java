package dev.espalier.samples.reproduce;

import dev.espalier.dsl.Criterion;
import dev.espalier.runtime.data.CifarFiles;
import dev.espalier.runtime.data.Standardize;
import dev.espalier.runtime.data.TrainTest;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.NetworkBuilder;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.samples.models.PrunedVggCifar;
import java.nio.file.Path;
import java.util.List;

/**
 * Network slimming (Liu 2017) of a VGG-like network: half of its channels by their scales under an L1 penalty, half of
 * them at random, none; all trained as long. The paper has a larger VGG on all of CIFAR-10.
 */
final class SlimmingTable implements Table {

  private static final String NETWORK = "VggCifar";
  private static final int EPOCHS = 20;
  private static final int FINE_TUNING = 10;

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
        Experiment.of(new Setting(NETWORK, "dense", "-", "-"), SlimmingTable::dense),
        Experiment.of(
            new Setting(NETWORK, "half the channels, by scale", "-", "-"),
            (data, seed) -> outcome(data, builder(seed, EPOCHS).build())),
        Experiment.of(new Setting(NETWORK, "half the channels, at random", "-", "-"), SlimmingTable::atRandom));
  }

  private static Outcome dense(TrainTest data, long seed) {
    NetworkBuilder<PrunedVggCifar> builder = builder(seed, EPOCHS + FINE_TUNING);
    PrunedVggCifar.create(seed).blueprint().layers().stream().filter(LayerInfo::pruned)
        .forEach(layer -> builder.keep(layer.name()));
    return outcome(data, builder.build());
  }

  private static Outcome atRandom(TrainTest data, long seed) {
    SchedulePlan once = SchedulePlan.oneShot(-1).fineTune(FINE_TUNING);
    return outcome(
        data, builder(seed, EPOCHS).policies(p -> p.criterion(Criterion.RANDOM).schedule(once)).build());
  }

  private static NetworkBuilder<PrunedVggCifar> builder(long seed, int epochs) {
    return PrunedVggCifar.builder().seed(seed).workers(Workers.of(1)).train(t -> t.epochs(epochs));
  }

  private static Outcome outcome(TrainTest data, PrunedVggCifar net) {
    net.fit(data.train(), data.test(), Listener.none());
    double channels = net.masks().values().stream().mapToInt(Mask::keptGroups).sum();
    return new Outcome(100 * (1 - net.evaluate(data.test()).accuracy()), net.sparsity())
        .with("keptChannels", channels);
  }
}
